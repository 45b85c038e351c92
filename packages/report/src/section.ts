import { renderChart } from './chart.js';
import { renderFacts } from './facts.js';
import { html, type Html } from './html.js';
import type { Excerpt, Fact, Matrix, Section, SectionPart, Table } from './report-data.js';

/** A heading with whatever is said under it. */
export function renderSection({ id, title, parts }: Section): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
    <div class="parts">${parts.map(renderPart)}</div></section>`;
}

function renderPart(part: SectionPart): Html {
  switch (part.type) {
    case 'text':
      return html`<p>${part.text}</p>`;
    case 'charts':
      return html`<div class="charts${part.charts.length > 1 && ' wide'}">${part.charts.map(renderChart)}</div>`;
    case 'table':
      return renderTable(part.table);
    case 'matrix':
      return renderMatrix(part.matrix);
    case 'excerpts':
      return renderExcerpts(part.title, part.excerpts);
  }
}

const noteOf = (note: string | undefined) => note !== undefined && html`<p class="muted">${note}</p>`;

/** More columns than this take the page's whole width. */
const NARROW = 6;

/** A number, perhaps with its unit: it stands to the right, so that digits line up. */
const isNumber = (cell: string): boolean => /^[-+]?\d/.test(cell) || cell === '-';

function renderTable({ title, columns, rows, note }: Table): Html {
  const numeric = columns.map((_, i) => i > 0 && rows.every((row) => isNumber(row[i])));
  const kind = (i: number) => (numeric[i] ? 'number' : '');
  return html`<div class="card${columns.length > NARROW && ' wide'}"><h3>${title}</h3><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table>
    <thead><tr>${columns.map((name, i) => html`<th scope="col" class="${kind(i)}">${name}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell, i) => html`<td class="${kind(i + 1)}">${cell}</td>`)}</tr>`,
    )}</tbody></table></div>${noteOf(note)}</div>`;
}

/** A table whose cells are the darker the larger their share of the row; what is right is framed and bold. */
function renderMatrix({ title, rowTitle, columnTitle, labels, counts, note }: Matrix): Html {
  const share = (row: readonly number[], count: number) => (100 * count) / Math.max(1, row.reduce((sum, each) => sum + each, 0));
  return html`<div class="card${labels.length > NARROW && ' wide'}"><h3>${title}</h3><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="matrix">
    <thead><tr><th scope="col">${rowTitle} \\ ${columnTitle}</th>${labels.map((label) => html`<th scope="col" class="number">${label}</th>`)}</tr></thead>
    <tbody>${counts.map(
      (row, r) => html`<tr><th scope="row">${labels[r]}</th>${row.map(
        (count, c) => html`<td class="number${r === c && ' hit'}" style="--share:${Math.round(share(row, count))}%">${count}</td>`,
      )}</tr>`,
    )}</tbody></table></div>${noteOf(note)}</div>`;
}

/** Excerpts beyond this many open on demand. */
const SHOWN = 5;

function renderExcerpts(title: string, excerpts: readonly Excerpt[]): Html {
  const rest = excerpts.slice(SHOWN);
  return html`<div class="card wide"><h3>${title}</h3>
    ${excerpts.slice(0, SHOWN).map(renderExcerpt)}
    ${rest.length > 0 && html`<details class="excerpt"><summary>${rest.length} more</summary>${rest.map(renderExcerpt)}</details>`}</div>`;
}

function renderExcerpt({ text, facts }: Excerpt): Html {
  const named = ({ label, value }: Fact) => (text.length === 1 ? html`${value}` : html`<b>${label}:</b> ${value}\n`);
  return html`<article class="excerpt"><p class="passage" tabindex="0">${text.map(named)}</p>
    ${renderFacts(facts)}</article>`;
}
