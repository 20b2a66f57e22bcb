// Which words survive, by how rare they were.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatCount, formatPercent } from '../../../plots/format';
import { times } from '../times';
import { View } from '../view';
import { tokenName } from './words';

export class RarityView extends View {
  override readonly name = 'survival';

  override render(): TemplateResult {
    const { simulation, frame, generation } = this.lab;
    const { scene, layout } = simulation;
    const [from, to] = [scene.section('rarity_from'), scene.section('rarity_to')];
    const alive = frame?.section('alive_by_rarity');
    // Which counts there are follows from the text of generation 1: the others stay empty in every generation.
    const bins = [...from.keys()].filter(bin => Number.isFinite(alive?.[bin]));
    const token = tokenName(layout);
    return html`<figure class="survival">
      <figcaption><span class="name">Which ${token}s survive</span></figcaption>
      ${bins.length === 0 ? html`<p class="said quiet">Known once generation 1 has learnt.</p>` : nothing}
      <table class="bars single" ?hidden=${bins.length === 0}>
        <caption class="sr">Share of the ${token}s that still stand in the text generation ${formatCount(frame?.generation ?? generation)} learnt from, by how often each stood in the text of generation 1</caption>
        <thead><tr><th scope="col">stood</th><td></td><th scope="col">still there</th></tr></thead>
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
