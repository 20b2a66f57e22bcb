// Which categories survive, by how often generation 1 met them.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../../../plots/format';
import { times } from '../times';
import { View } from '../view';

export class SurvivalView extends View {
  override readonly name = 'history';

  override render(): TemplateResult {
    const { simulation, frame } = this.lab;
    const { scene } = simulation;
    const [from, to] = [scene.section('rarity_from'), scene.section('rarity_to')];
    const alive = frame?.section('alive_by_rarity');
    const bins = [...from.keys()].filter(bin => Number.isFinite(alive?.[bin]));
    return html`<figure class="survival">
      <figcaption><span class="name">Which categories survive</span></figcaption>
      <table class="bars">
        <caption class="sr">Share of the categories still alive by how often each stood in the data of generation 1</caption>
        <thead><tr><th scope="col">in generation 1</th><td></td><th scope="col">still there</th></tr></thead>
        <tbody>${bins.map(bin => {
          const share = alive?.[bin] ?? Number.NaN;
          return html`<tr><th scope="row">${times(from[bin]!, to[bin]!)}</th>
            <td class="track" aria-hidden="true">${Number.isFinite(share) ? html`<i class="at-now" .style=${`width: ${100 * share}%`}></i>` : nothing}</td>
            <td>${Number.isFinite(share) ? formatPercent(share) : '–'}</td></tr>`;
        })}</tbody>
      </table>
    </figure>`;
  }

  override stage(): void {
    this.lab.update();
  }
}
