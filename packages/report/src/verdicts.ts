import { html, type Html } from './html.js';
import type { Verdict } from './report-data.js';

/** What the run was expected to show and what it showed; a sign and a word say which, not only a color. */
export function renderVerdicts(verdicts: readonly Verdict[]): Html {
  if (verdicts.length === 0) {
    return html``;
  }
  return html`<section aria-labelledby="verdicts">
    <h2 id="verdicts">Did it learn?</h2>
    <ul class="verdicts">${verdicts.map(
      ({ claim, holds, measured }) => html`<li class="card ${holds ? 'holds' : 'fails'}">
        <span class="sign"><span aria-hidden="true">${holds ? '✓' : '✗'}</span> ${holds ? 'yes' : 'no'}</span>
        <span class="claim">${claim}</span> <span class="measured">${measured}</span></li>`,
    )}</ul>
  </section>`;
}
