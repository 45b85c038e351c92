import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { formatMetric } from './format.js';
import { html, Html } from './html.js';
import type { Chart, Series } from './report-data.js';
import { thinPoints } from './thin-points.js';

/** As wide as a phone's page, so that the letters keep their size there; wider cards enlarge the drawing. */
const WIDTH = 360;
const HEIGHT = 220;
/** More points than this cannot be told apart at that width. */
const MAX_POINTS = 300;
/** Curves this short also show their points, because a line through one point is invisible. */
const MARKED_POINTS = 30;
/** Lines differ in dashes as well as in color. */
const DASHES = ['none', '7 3', '2 3', '9 3 2 3'];

const seriesColor = (i: number) => `var(--series-${(i % DASHES.length) + 1})`;
// Shifted by one each time that the colors are through, so that sixteen lines differ.
const seriesDash = (i: number) => DASHES[(i + Math.floor(i / DASHES.length)) % DASHES.length] ?? 'none';

function drawing(chart: Chart, shown: readonly Series[]): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const axis = { tickSize: 0, ticks: 5, label: null };
  const svg = Plot.plot({
    document,
    className: 'plot',
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 44,
    marginRight: 12,
    marginTop: 12,
    marginBottom: 26,
    ariaLabel: chart.title,
    ariaDescription: describeChart(chart),
    x: { ...axis, tickFormat: chart.along === undefined ? '~s' : (value: number) => formatMetric(value) },
    y: { ...axis, grid: true, nice: true, zero: chart.fromZero === true, tickFormat: (value: number) => formatMetric(value) },
    marks: [
      ...(chart.references ?? []).map(({ value }) =>
        Plot.ruleY([value], { stroke: 'var(--muted)', strokeDasharray: '1 3', strokeWidth: 1.5 }),
      ),
      ...shown.flatMap(({ points }, i) => [
        Plot.lineY(points, {
          x: 'step',
          y: 'value',
          stroke: seriesColor(i),
          strokeDasharray: seriesDash(i),
          strokeWidth: 1.8,
        }),
        ...(points.length <= MARKED_POINTS
          ? [Plot.dot(points, { x: 'step', y: 'value', fill: seriesColor(i), r: 2.2 })]
          : []),
      ]),
    ],
  });
  svg.setAttribute('role', 'img');
  // HTML gives inline SVG its namespace; without these the page holds no address at all.
  return new Html(String(svg.outerHTML).replace(/ xmlns(?::\w+)?="[^"]*"/g, ''));
}

const axisOf = ({ along = 'step' }: Chart): string => along;

/** The chart in words, for people who cannot see it. */
export function describeChart(chart: Chart): string {
  const curves = chart.series.flatMap(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last
      ? [`${name}: ${formatMetric(first.value)} at ${axisOf(chart)} ${formatMetric(first.step)}, ${formatMetric(last.value)} at ${axisOf(chart)} ${formatMetric(last.step)}.`]
      : [];
  });
  const lines = (chart.references ?? []).map(({ name, value }) => `${name}: ${formatMetric(value)}.`);
  return [`${chart.title}, ${chart.unit}, by ${axisOf(chart)}.`, ...curves, ...lines].join(' ');
}

function legendEntry(name: string, color: string, dash: string, last: number | undefined): Html {
  return html`<li>
    <svg class="swatch" viewBox="0 0 28 8" width="28" height="8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4"
      stroke="${color}" stroke-width="2" stroke-dasharray="${dash}"/></svg>
    ${name}${last !== undefined && html` <b>${formatMetric(last)}</b>`}</li>`;
}

/** A card with the curves of `chart` as inline SVG, their names, and their last values. */
export function renderChart(chart: Chart): Html {
  const shown = chart.series
    .map(({ name, points }) => ({ name, points: thinPoints(points, MAX_POINTS) }))
    .filter(({ points }) => points.length > 0);
  if (shown.length === 0) {
    return html`<figure class="card chart"><figcaption><h3>${chart.title}</h3>
      <p class="muted">Nothing was measured.</p></figcaption></figure>`;
  }
  return html`<figure class="card chart">
    <figcaption><h3>${chart.title}</h3> <span class="muted">${chart.unit}, by ${axisOf(chart)}</span></figcaption>
    ${drawing(chart, shown)}
    <ul class="legend">
      ${shown.map(({ name, points }, i) => legendEntry(name, seriesColor(i), seriesDash(i), points.at(-1)?.value))}
      ${(chart.references ?? []).map(({ name, value }) => legendEntry(name, 'var(--muted)', '1 3', value))}
    </ul>
    ${chart.note !== undefined && html`<p class="muted">${chart.note}</p>`}
  </figure>`;
}
