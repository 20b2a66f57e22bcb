import type { ModelCollapse } from '../elements/model-collapse';
import { type Edit, firstPreset, type Permalink, readPermalink } from '../engine';

/** Opens what the query names, the first preset without one, with some more edits; rejects with SpecError. Returns the page's own part. */
export async function openAddress(
  lab: ModelCollapse,
  search: string,
  more: readonly Edit[] = [],
): Promise<Permalink['view']> {
  const { preset, edits, view } = readPermalink(search);
  if (view.theme === 'light' || view.theme === 'dark') lab.theme = view.theme;
  if (view.hide !== undefined) lab.hide = view.hide;
  if (view.metric !== undefined) lab.metric = view.metric;
  await lab.open({ preset: preset ?? firstPreset.id, edits: [...edits, ...more] });
  return view;
}
