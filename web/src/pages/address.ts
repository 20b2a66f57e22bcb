import type { ModelCollapse } from '../elements/model-collapse';
import { type Edit, firstPreset, type Permalink, PRIVATE, readPermalink, SpecError } from '../engine';
import { wrongInView } from './view-settings';

type View = Permalink['view'];

/** That an experiment has no such column, if it has none. */
function wrongMetric(lab: ModelCollapse, { metric }: View): SpecError[] {
  const says = metric === undefined || !lab.simulation?.hasStarted ? '' : lab.wrongMetric(metric);
  return says === '' ? [] : [new SpecError('view.metric', `The setting “view.metric” ${says}.`)];
}

/** For an address that lacks the text or the points it was made with: says so, instead of that there are none. */
export function withoutOwnData(error: unknown, settings: string): unknown {
  return error instanceof SpecError && PRIVATE.has(error.path) && !settings.includes('source.value')
    ? new SpecError(
        error.path,
        `${error.message} A link holds its maker’s own ${error.path === '/source/value' ? 'text' : 'points'} only where the maker asked for that.`,
      )
    : error;
}

export interface Opened {
  readonly view: View;
  /** What is wrong with the page's own part; the rest is shown. */
  readonly wrong: readonly SpecError[];
}

/** Opens what the settings of an address name, the first preset without any, with some more edits; rejects with SpecError. */
export async function openAddress(
  lab: ModelCollapse,
  settings: string,
  more: readonly Edit[] = [],
): Promise<Opened> {
  const { preset, edits, view } = readPermalink(settings);
  const wrong = wrongInView(view);
  const good = (key: string): string | undefined =>
    wrong.some(({ path }) => path === `view.${key}`) ? undefined : view[key];
  const theme = good('theme');
  if (theme === 'light' || theme === 'dark') lab.theme = theme;
  const layout = good('layout');
  if (layout === 'fit' || layout === 'full') lab.layout = layout;
  const [hide, autoplay] = [good('hide'), good('autoplay')];
  if (hide !== undefined) lab.hide = hide;
  lab.autoplay = autoplay ?? null;
  await lab.open({ preset: preset ?? firstPreset.id, edits: [...edits, ...more], metric: view.metric });
  const strange = wrongMetric(lab, view);
  if (strange.length > 0) lab.metric = null;
  return { view, wrong: [...wrong, ...strange] };
}
