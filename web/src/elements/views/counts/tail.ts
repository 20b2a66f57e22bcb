// What became of rare and of common categories, by how many of one generation 1 was to expect.

import { html, type TemplateResult } from 'lit/html.js';
import { formatCount, formatNumber, formatPercent } from '../../../plots/format';
import { View } from '../view';

/** "below 0.001", "0.1–1", "1,000 and more" */
export function chances(from: number, to: number): string {
  const said = (end: number): string => (end >= 1 ? formatCount(end) : String(end));
  if (from === 0) return `below ${said(to)}`;
  return to === Number.POSITIVE_INFINITY ? `${said(from)} and more` : `${said(from)}–${said(to)}`;
}

export class TailView extends View {
  override readonly name = 'tail';

  override render(): TemplateResult {
    const { simulation, frame } = this.lab;
    const { scene } = simulation;
    const numbers = (name: string): Float64Array => scene.section(name);
    const [from, to] = [numbers('chance_from'), numbers('chance_to')];
    const [categories, truth] = [numbers('chance_categories'), numbers('chance_share')];
    const now = (name: string, bin: number): number => frame?.section(name)[bin] ?? Number.NaN;
    const bins = [...categories.keys()].filter(bin => categories[bin]! > 0).reverse();
    const said = (value: number, text: (value: number) => string): string =>
      Number.isFinite(value) ? text(value) : '–';
    return html`<figure class="tail">
      <figcaption><span class="name">What became of rare and of common categories</span></figcaption>
      <table class="bars">
        <caption class="sr">Categories by how many of one generation 1 was to expect, n p₀: how many there are, the share that has more probability than in truth, less, or none, and the probability of all of them together in truth and now</caption>
        <thead><tr><th scope="col">expected in<br />generation 1</th><th scope="col">cate-<br />gories</th>
          <td class="key"><span><i class="more"></i> more</span> <span><i class="less"></i> less</span> <span><i class="gone"></i> gone</span></td>
          <th scope="col">more than<br />in truth</th><th scope="col">still<br />there</th><th scope="col">together,<br />truth → now</th></tr></thead>
        <tbody>${bins.map(bin => {
          const [alive, more] = [now('alive_by_chance', bin), now('more_by_chance', bin)];
          const part = (share: number): string => `width: ${100 * (Number.isFinite(share) ? share : 0)}%`;
          return html`<tr><th scope="row">${chances(from[bin]!, to[bin]!)}</th>
            <td>${formatCount(categories[bin]!)}</td>
            <td class="track" aria-hidden="true"><div><i class="more" .style=${part(more)}></i><i class="less" .style=${part(alive - more)}></i></div></td>
            <td>${said(more, formatPercent)}</td><td>${said(alive, formatPercent)}</td>
            <td>${formatPercent(truth[bin]!)} → ${said(truth[bin]! + now('gain_by_chance', bin), formatPercent)}</td></tr>`;
        })}</tbody>
      </table>
      <p class="readout">${this.#summary(bins)}</p>
    </figure>`;
  }

  override stage(): void {
    this.lab.update();
  }

  /** The most common and the rarest categories compared. */
  #summary(bins: readonly number[]): string {
    const { frame } = this.lab;
    const [common, rare] = [bins[0], bins.at(-1)];
    if (frame === null || common === undefined || rare === undefined) return '';
    const over = (bin: number): string => formatNumber(frame.section('ratio_by_chance')[bin]!, 2);
    if (common === rare) return `All together have ${over(common)} times their true probability.`;
    return `Together the most common have ${over(common)} times their true probability, the rarest ${over(rare)} times.`;
  }
}
