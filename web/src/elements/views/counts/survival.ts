// Which categories survive, by how often generation 1 met them; and whether what is probable gains.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatNumber, formatPercent } from '../../../plots/format';
import { times } from '../times';
import { View } from '../view';

export class SurvivalView extends View {
  override readonly name = 'history';

  override render(): TemplateResult {
    const { simulation, frame } = this.lab;
    const { scene } = simulation;
    const [from, to] = [scene.section('rarity_from'), scene.section('rarity_to')];
    const alive = frame?.section('alive_by_rarity');
    const ratio = frame?.section('ratio_by_rarity');
    const bins = [...from.keys()].filter(
      bin => Number.isFinite(alive?.[bin]) || Number.isFinite(ratio?.[bin]),
    );
    const bar = (share: number): TemplateResult | typeof nothing =>
      Number.isFinite(share) ? html`<i class="at-now" .style=${`width: ${100 * share}%`}></i>` : nothing;
    return html`<figure class="survival">
      <figcaption><span class="name">Which categories survive</span></figcaption>
      <table class="bars">
        <caption class="sr">Share of the categories still alive by how often each stood in the data of generation 1, and probability over the truth's by how many generation 1 was to expect</caption>
        <thead><tr><th scope="col">in generation 1</th><td></td><th scope="col">still there</th><th scope="col">p over truth</th></tr></thead>
        <tbody>${bins.map(bin => {
          const share = alive?.[bin] ?? Number.NaN;
          const over = ratio?.[bin] ?? Number.NaN;
          return html`<tr><th scope="row">${times(from[bin]!, to[bin]!)}</th>
            <td class="track" aria-hidden="true">${bar(share)}</td>
            <td>${Number.isFinite(share) ? formatPercent(share) : '–'}</td>
            <td>${Number.isFinite(over) ? formatNumber(over, 2) : '–'}</td></tr>`;
        })}</tbody>
      </table>
      <output class="readout">p over truth: of categories expected so often, their probability now over the true one</output>
    </figure>`;
  }

  override stage(): void {
    this.lab.update();
  }
}
