import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { curves } from './precision-table.mjs';

const WIDTH = 720;
const HEIGHT = 230;
const SEED_COLORS = ['#2563eb', '#c2410c', '#15803d', '#7e22ce'];

/**
 * The curves of the comparison as one SVG file: a drawing for each measurement, a color for each seed, lines for float32 and dashes for bfloat16.
 *
 * @param lines `pre-training` lines as precision-results.mjs writes them
 * @returns the file's text
 */
export function precisionCurves(lines) {
  const runs = lines.filter(({ type }) => type === 'pre-training');
  const drawings = curves.map((curve, place) => drawing(curve, runs, place * HEIGHT)).join('\n');
  const size = `width="${WIDTH}" height="${curves.length * HEIGHT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="system-ui, sans-serif" font-size="11">\n<rect ${size} fill="#fff"/>\n${drawings}\n</svg>\n`;
}

function drawing({ key, shows }, runs, y) {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const highest = Math.max(...runs.map(({ seed }) => seed));
  const marks = runs.flatMap(({ seed, precision, evaluations }) => {
    const stroke = SEED_COLORS[seed % SEED_COLORS.length];
    const points = evaluations.map((each) => ({ step: each.step, value: each[key] }));
    const isNarrow = precision === 'bfloat16';
    const name = `seed ${seed}${isNarrow ? ', bfloat16' : ''}`;
    return [
      Plot.lineY(points, { x: 'step', y: 'value', stroke, strokeWidth: isNarrow ? 2 : 1.4, ...(isNarrow && { strokeDasharray: '2 4' }), ariaLabel: () => name }),
      // One name a seed, above the lines, which may end in one point.
      ...(isNarrow ? [] : [Plot.text([name], { frameAnchor: 'top-right', dy: -24, dx: -45 * (highest - seed), fill: stroke, fontWeight: 'bold' })]),
    ];
  });
  const axis = { tickSize: 0, label: null };
  const svg = Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    marginTop: 34,
    marginRight: 20,
    x: { ...axis, ticks: 6 },
    y: { ...axis, grid: true, nice: true },
    marks: [Plot.text([`${shows}; dashes: bfloat16`], { frameAnchor: 'top-left', dy: -24, dx: -30, fontWeight: 'bold' }), ...marks],
  });
  svg.setAttribute('y', y);
  return svg.outerHTML;
}
