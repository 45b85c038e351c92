import { renderChart } from './chart.js';
import { renderConfiguration } from './configuration.js';
import { renderCost } from './cost.js';
import { renderDoubtMap } from './doubt-map.js';
import { renderFacts } from './facts.js';
import { renderFineTuning } from './fine-tuning.js';
import { html, Html } from './html.js';
import type { ReportData } from './report-data.js';
import { renderSection } from './section.js';
import { styleSheet } from './style-sheet.js';
import { renderVerdicts } from './verdicts.js';

/**
 * One HTML file that needs nothing else: no script, no font, no address. It reads on a phone and follows the reader's
 * light or dark mode; every text of `data` is escaped.
 *
 * @param options.refresh seconds after which a browser reads the file again, for one that is kept up to date; never when absent
 */
export function renderReport(data: ReportData, options: { readonly refresh?: number | undefined } = {}): string {
  const { refresh } = options;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">`}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${data.title}</title>
<style>${new Html(styleSheet)}</style>
</head>
<body>
<main>
  <header>
    <h1>${data.title}</h1>
    <p class="lead">${data.lead}</p>
    ${renderFacts(data.facts)}
  </header>
  ${renderVerdicts(data.verdicts)}
  ${
    data.charts.length > 0 &&
    html`<section aria-labelledby="curves"><h2 id="curves">Curves</h2><div class="charts">${data.charts.map(renderChart)}</div></section>`
  }
  ${(data.sections ?? []).map(renderSection)}
  ${renderDoubtMap(data.examples)}
  ${renderFineTuning(data.fineTuning)}
  ${renderCost(data.cost)}
  ${renderConfiguration(data.configuration)}
</main>
</body>
</html>
`.markup;
}
