import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Simulation } from '../engine';
import { formatCount, formatNumber } from '../plots/format';
import { controls } from './tokens';

const MOST_ROWS = 60;

/** The numbers behind the plots: the accessible twin of every canvas. */
export class DataTable extends LitElement {
  static override properties = {
    simulation: { attribute: false },
    generation: { type: Number },
    completed: { type: Number },
    revision: { type: Number },
  };
  declare simulation: Simulation | undefined;
  declare generation: number;
  declare completed: number;
  declare revision: number;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        font: var(--mc-t2) / 1.4 var(--mc-sans);
      }
      .scroll {
        max-height: 360px;
        overflow: auto;
        border-block: 1px solid var(--mc-rule);
      }
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
        min-width: 100%;
      }
      caption,
      p {
        text-align: left;
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
        margin: 8px 0;
      }
      th,
      td {
        padding: 4px 16px 4px 0;
        text-align: right;
        white-space: nowrap;
      }
      th:first-child {
        text-align: left;
        position: sticky;
        left: 0;
        background: var(--mc-ground);
      }
      thead th {
        position: sticky;
        top: 0;
        z-index: 1;
        background: var(--mc-ground);
        font-weight: 600;
        vertical-align: bottom;
        white-space: normal;
        min-width: 88px;
      }
      small {
        display: block;
        font-size: var(--mc-t1);
        font-weight: 400;
        color: var(--mc-quiet);
      }
      tbody tr {
        border-top: 1px solid var(--mc-rule);
      }
      tr[aria-current="true"] {
        font-weight: 600;
        background: var(--mc-raised);
      }
    `,
  ];

  constructor() {
    super();
    this.generation = 0;
    this.completed = 0;
    this.revision = 0;
  }

  override render(): TemplateResult {
    const { simulation, completed, generation } = this;
    if (simulation === undefined || !simulation.hasStarted) return html``;
    const { layout, history } = simulation;
    const columns = layout.columns.map((column, index) => ({ column, index }));
    const every = Math.max(1, Math.ceil((completed + 1) / MOST_ROWS));
    const rows: number[] = [];
    for (let g = 0; g <= completed; g += every) rows.push(g);
    if (!rows.includes(generation) && generation <= completed) rows.push(generation);
    if (!rows.includes(completed)) rows.push(completed);
    rows.sort((a, b) => a - b);
    const many = layout.runs > 1;
    return html`
      <p>
        ${many ? `Medians over ${formatCount(layout.runs)} runs. ` : ''}Generation 0 is the truth.
        ${every > 1 ? `Every ${every}th generation is listed; the CSV file has all of them.` : ''}
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="Metrics by generation">
        <table>
          <caption class="sr">Metrics by generation</caption>
          <thead>
            <tr>
              <th scope="col">Generation</th>
              ${columns.map(({ column }) => html`<th scope="col" title=${column.doc}>${column.label}<small>${column.unit}</small></th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              g => html`<tr aria-current=${g === generation ? 'true' : 'false'}>
                <th scope="row">${formatCount(g)}</th>
                ${columns.map(({ index }) => {
                  const value = history.at(index, 'q50', g);
                  return html`<td>${Number.isNaN(value) ? '–' : formatNumber(value)}</td>`;
                })}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}

customElements.define('collapse-table', DataTable);
