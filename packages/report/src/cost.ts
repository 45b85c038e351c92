import { formatDuration } from '@electra-ts/config';
import { formatQuantity } from './format.js';
import { html, type Html } from './html.js';
import type { Cost } from './report-data.js';

/** Seconds by stage, tokens and floating-point operations. */
export function renderCost(cost: Cost | undefined): Html {
  if (cost === undefined) {
    return html``;
  }
  const total = cost.stages.reduce((sum, { seconds }) => sum + seconds, 0);
  return html`<section aria-labelledby="cost">
    <h2 id="cost">What it cost</h2>
    <dl class="facts">
      <div><dt>in all</dt><dd>${formatDuration(total)}</dd></div>
      <div><dt>pre-training read</dt><dd>${formatQuantity(cost.tokens)} tokens</dd></div>
      <div><dt>pre-training computed</dt><dd>${formatQuantity(cost.flops, 'FLOP')}</dd></div>
    </dl>
    <div class="card scroll"><table>
      <thead><tr><th scope="col">stage</th><th scope="col" class="number">time</th><th scope="col" class="number">share</th></tr></thead>
      <tbody>${cost.stages.map(
        ({ name, seconds, reused }) => html`<tr><th scope="row">${name}${reused === true && html` <span class="muted">(from an earlier run)</span>`}</th>
          <td class="number">${formatDuration(seconds)}</td>
          <td class="number">${total > 0 ? Math.round((100 * seconds) / total) : 0} %</td></tr>`,
      )}</tbody>
    </table></div>
  </section>`;
}
