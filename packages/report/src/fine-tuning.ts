import { formatDuration } from '@electra-ts/config';
import { renderChart } from './chart.js';
import { formatMetric } from './format.js';
import { html, type Html } from './html.js';
import type { FineTuning } from './report-data.js';

/** The task's scores by where the network began, with the curve over steps where there is one. */
export function renderFineTuning(fineTuning: FineTuning | undefined): Html {
  if (fineTuning === undefined) {
    return html``;
  }
  const { task, rows, steps, trainExamples, testExamples, chart, note } = fineTuning;
  const metrics = Object.keys(rows[0]?.metrics ?? {});
  const timed = rows.some((row) => row.seconds !== undefined);
  const seeds = Math.max(0, ...rows.map((row) => row.seeds?.length ?? 0));
  return html`<section aria-labelledby="fine-tuning">
    <h2 id="fine-tuning">Fine-tuning: ${task}</h2>
    <p>The same network, the same ${trainExamples} training examples in the same order, the same ${steps} steps; scored on
      ${testExamples} examples that were never trained on.${seeds > 1 && ` Each was done from ${seeds} seeds; the row and the curve are the run with the median ${metrics[0]}.`}${note !== undefined && ` ${note}`}</p>
    <div class="card scroll"><table>
        <thead><tr><th scope="col">begins</th>${metrics.map((name) => html`<th scope="col" class="number">${name}</th>`)}
          ${seeds > 1 && html`<th scope="col" class="number">${metrics[0]}, all seeds</th>`}
          ${timed && html`<th scope="col" class="number">time</th>`}</tr></thead>
        <tbody>${rows.map(
          (row) => html`<tr><th scope="row">${row.name}</th>
            ${metrics.map((name) => html`<td class="number">${formatMetric(row.metrics[name] ?? NaN)}</td>`)}
            ${seeds > 1 && html`<td class="number">${spread(row.seeds ?? [])}</td>`}
            ${timed && html`<td class="number">${row.seconds === undefined ? '-' : formatDuration(row.seconds)}</td>`}</tr>`,
        )}</tbody>
      </table></div>
    ${chart !== undefined && html`<div class="charts">${renderChart(chart)}</div>`}
  </section>`;
}

/** From the lowest to the highest. */
function spread(values: readonly number[]): string {
  return values.length === 0 ? '-' : `${formatMetric(Math.min(...values))} to ${formatMetric(Math.max(...values))}`;
}
