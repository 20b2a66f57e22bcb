// The schema of the spec, as the core describes it: controls, help texts and types come from here.

export type FieldType = 'count' | 'number' | 'vector' | 'matrix' | 'matrices' | 'names' | 'choice';

export interface SchemaSection {
  readonly name: string;
  readonly title: string;
  readonly doc: string;
}

export interface SchemaField {
  /** JSON pointer into the spec, such as "/samples/n". */
  readonly path: string;
  /** Name of the section; empty for the fields at the top. */
  readonly section: string;
  readonly type: FieldType;
  readonly label: string;
  readonly doc: string;
  readonly unit: string;
  /** Absent: the field is required. */
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  /** "" or "kind=a|b": the values of the section's `kind` for which the field exists. */
  readonly when: string;
}

export interface Schema {
  readonly schema: number;
  readonly version: string;
  readonly sections: readonly SchemaSection[];
  readonly fields: readonly SchemaField[];
}

/** Whether `field` exists in `spec` (a parsed canonical spec). */
export function applies(field: SchemaField, spec: Readonly<Record<string, unknown>>): boolean {
  const [, list] = field.when.split('=');
  if (list === undefined) return true;
  const section = spec[field.section];
  if (typeof section !== 'object' || section === null) return false;
  const kind: unknown = Reflect.get(section, 'kind');
  return typeof kind === 'string' && list.split('|').includes(kind);
}
