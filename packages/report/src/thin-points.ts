import type { Series } from './report-data.js';

type Point = Series['points'][number];

/**
 * At most `limit` points: neighbors are averaged as far as they are finite, and the last point is kept as it is, so that the curve ends where
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
    const steps = group.map((p) => p.step);
    // Of none it is NaN, which stays a gap.
    const values = group.map((p) => p.value).filter(Number.isFinite);
    thinned.push({ step: Math.round(mean(steps)), value: mean(values) });
  }
  return [...thinned, ...points.slice(-1)];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
