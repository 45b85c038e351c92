import type { Series } from './report-data.js';

type Point = Series['points'][number];

/**
 * At most `limit` points: neighbors are averaged, and the last point is kept as it is, so that the curve ends where
 * the run ended. A page with a million-step run stays small, and a phone can draw it.
 */
export function thinPoints(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) {
    return points;
  }
  const bin = Math.ceil((points.length - 1) / (limit - 1));
  const thinned: Point[] = [];
  for (let start = 0; start < points.length - 1; start += bin) {
    const group = points.slice(start, Math.min(start + bin, points.length - 1));
    const mean = (pick: (point: Point) => number) => group.reduce((sum, p) => sum + pick(p), 0) / group.length;
    thinned.push({ step: Math.round(mean((p) => p.step)), value: mean((p) => p.value) });
  }
  return [...thinned, ...points.slice(-1)];
}
