// The schema of the spec, as the core describes it: controls, help texts and types come from here.

import type { DataTypeName } from './spec.generated';

export type FieldType = 'Count' | 'Number' | 'Text' | 'Vector' | 'Matrix' | 'Matrices' | 'Names' | 'Choice';

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
  readonly name: string;
  readonly type: FieldType;
  readonly label: string;
  readonly doc: string;
  readonly unit: string;
  /** null: the field is required. */
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  /** The values of the section's `kind` for which the field exists; absent: all. */
  readonly when_kind?: readonly string[];
}

/** A type of data. A model learns the sources of its own type. */
export interface DataType {
  readonly name: DataTypeName;
  readonly sources: readonly string[];
  readonly models: readonly string[];
  /** What goes with a newly chosen model, or source, of this type where the other is of another. */
  readonly source: string;
  readonly model: string;
}

export interface Schema {
  readonly schema: number;
  readonly version: string;
  readonly sections: readonly SchemaSection[];
  readonly data: readonly DataType[];
  readonly fields: readonly SchemaField[];
}

/** Whether `field` exists in `spec` (a parsed canonical spec). */
export function applies(field: SchemaField, spec: Readonly<Record<string, unknown>>): boolean {
  if (field.when_kind === undefined) return true;
  const section = spec[field.section];
  if (typeof section !== 'object' || section === null) return false;
  const kind: unknown = Reflect.get(section, 'kind');
  return typeof kind === 'string' && field.when_kind.includes(kind);
}
