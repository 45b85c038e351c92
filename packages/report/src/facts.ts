import { html, Html } from './html.js';
import type { Fact } from './report-data.js';

/** More letters than this take a row of their own, where a narrow column would break them into many lines. */
const LONG = 48;

/** Labeled values side by side. */
export function renderFacts(facts: readonly Fact[]): Html {
  return html`<dl class="facts">${facts.map(
    ({ label, value }) => html`<div${value.length > LONG && new Html(' class="long"')}><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}
