// Reading a spec as JSON, by pointer.

export type Json = Readonly<Record<string, unknown>>;

/** Value at a pointer of at most two parts; undefined where the spec has none. */
export function valueAt(spec: Json, pointer: string): unknown {
  const [, first = '', second] = pointer.split('/');
  const outer = spec[first];
  if (second === undefined) return outer;
  return typeof outer === 'object' && outer !== null ? Reflect.get(outer, second) : undefined;
}

/** The last spec that was parsed: with a long text in it that takes as long as a frame lasts. */
let known: { readonly text: string; readonly spec: Json } | null = null;

/** A canonical spec, parsed once for all who ask one after another. */
export function specOf(text: string): Json {
  if (known?.text !== text) known = { text, spec: JSON.parse(text) as Json };
  return known.spec;
}

/** null for a text that is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
