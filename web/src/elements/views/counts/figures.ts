// The headline metrics in numbers: the truth, generation 1, the generation shown, and what a law expects of it.

import { html, type TemplateResult } from 'lit/html.js';
import { formatCount, formatNumber } from '../../../plots/format';
import { View } from '../view';

export class FiguresView extends View {
  override readonly name = 'figures';

  override render(): TemplateResult {
    const { simulation, frame, lineage } = this.lab;
    const { columns, laws, runs } = simulation.layout;
    const generation = frame?.generation ?? 0;
    const row = frame?.section('row');
    const said = (value: number | null | undefined): string =>
      typeof value === 'number' && Number.isFinite(value) ? formatNumber(value) : '–';
    return html`<figure class="figures">
      <figcaption><span class="name">In numbers</span></figcaption>
      <table>
        <caption class="sr">Metrics of generation ${formatCount(generation)}</caption>
        <thead><tr><td></td><th scope="col">truth</th><th scope="col">generation ${formatCount(generation)}</th>${
          runs > 1 ? html`<th scope="col">mean of runs</th>` : ''
        }<th scope="col">expected</th></tr></thead>
        <tbody>${columns.map((column, index) => {
          if (!column.headline) return '';
          const law = laws.find(({ metric, kind }) => metric === column.name && kind === 'expectation');
          return html`<tr><th scope="row">${column.label}</th>
            <td>${said(simulation.history.at(index, 'mean', 0))}</td>
            <td>${said(row?.[index])}</td>
            ${runs > 1 ? html`<td>${said(simulation.history.at(index, 'mean', generation))}</td>` : ''}
            <td>${said(law?.values[generation])}</td></tr>`;
        })}</tbody>
      </table>
      <p class="readout">${runs > 1 ? `run ${formatCount(lineage + 1)}, and the mean of all ${formatCount(runs)}` : ''}</p>
    </figure>`;
  }

  override stage(): void {
    this.lab.update();
  }

  override grow(): void {
    this.lab.update();
  }
}
