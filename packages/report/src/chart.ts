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

/** First of the steps at a curve's end whose values are not finite, as those of a run that diverged; undefined where the last one is. */
function notFiniteFrom(points: Series['points']): number | undefined {
  return points[points.findLastIndex(({ value }) => Number.isFinite(value)) + 1]?.step;
}

/** Where a curve's values end, in words; undefined where its last one is finite. */
function endOf(chart: Chart, { points }: Series): string | undefined {
  const step = notFiniteFrom(points);
  // In full: it is a place to look at in the logs.
  return step === undefined ? undefined : `not finite from ${axisOf(chart)} ${step} on`;
}

const finiteOf = ({ points }: Series): Series['points'] => points.filter(({ value }) => Number.isFinite(value));

/** The chart in words, for people who cannot see it. */
export function describeChart(chart: Chart): string {
  const curves = chart.series.flatMap((series) => {
    const finite = finiteOf(series);
    const at = ({ step, value }: Series['points'][number]) => `${formatMetric(value)} at ${axisOf(chart)} ${formatMetric(step)}`;
    const parts = [...[finite.at(0), finite.at(-1)].flatMap((point) => (point ? [at(point)] : [])), endOf(chart, series) ?? []].flat();
    return parts.length === 0 ? [] : [`${series.name}: ${parts.join(', ')}.`];
  });
  const lines = (chart.references ?? []).map(({ name, value }) => `${name}: ${formatMetric(value)}.`);
  return [`${chart.title}, ${chart.unit}, by ${axisOf(chart)}.`, ...curves, ...lines].join(' ');
}

function legendEntry(name: string, color: string, dash: string, last: string): Html {
  return html`<li>
    <svg class="swatch" viewBox="0 0 28 8" width="28" height="8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4"
      stroke="${color}" stroke-width="2" stroke-dasharray="${dash}"/></svg>
    ${name} <b>${last}</b></li>`;
}

/** A card with the curves of `chart` as inline SVG, their names, and their last values, or from where on these are not finite. */
export function renderChart(chart: Chart): Html {
  const measured = chart.series.filter(({ points }) => points.length > 0);
  if (measured.every((series) => finiteOf(series).length === 0)) {
    const ends = measured.map((series) => html`<p><b>${series.name}</b>: ${endOf(chart, series)}.</p>`);
    return html`<figure class="card chart"><figcaption><h3>${chart.title}</h3>
      ${ends.length > 0 ? ends : html`<p class="muted">Nothing was measured.</p>`}</figcaption></figure>`;
  }
  const shown = measured.map(({ name, points }) => ({ name, points: thinPoints(points, MAX_POINTS) }));
  return html`<figure class="card chart">
    <figcaption><h3>${chart.title}</h3> <span class="muted">${chart.unit}, by ${axisOf(chart)}</span></figcaption>
    ${drawing(chart, shown)}
    <ul class="legend">
      ${measured.map((series, i) => legendEntry(series.name, seriesColor(i), seriesDash(i), endOf(chart, series) ?? formatMetric(series.points.at(-1)?.value ?? NaN)))}
      ${(chart.references ?? []).map(({ name, value }) => legendEntry(name, 'var(--muted)', '1 3', formatMetric(value)))}
    </ul>
    ${chart.note !== undefined && html`<p class="muted">${chart.note}</p>`}
  </figure>`;
}
