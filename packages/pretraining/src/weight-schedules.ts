import { type HostFeeds, scalar } from './joint-feeds.js';
import type { PretrainingConfig } from './pretraining-config.js';

/** A weight at some point of training; `step` counts updates done before. */
export interface WeightPoint {
  readonly step: number;
  readonly weight: number;
}

/**
 * The weights of losses that change in the course of training, as feeds of a step, by the updates done before: on straight
 * lines between the points of `objective.weightSchedules`, as at the first point before it and as at the last after it.
 */
export function weightFeeds({ weightSchedules }: PretrainingConfig['objective'], updatesDone: number): HostFeeds {
  const scheduled = Object.entries(weightSchedules).flatMap(([name, points]) =>
    points ? [[name, scalar(weightAt(points, updatesDone))] as const] : [],
  );
  return Object.fromEntries(scheduled);
}

/** @param points at least one, in the order of their steps, no step twice */
export function weightAt(points: readonly WeightPoint[], updatesDone: number): number {
  const next = points.findIndex(({ step }) => step > updatesDone);
  if (next === 0) return points[0].weight;
  if (next === -1) return (points.at(-1) as WeightPoint).weight;
  const [from, to] = [points[next - 1], points[next]];
  return from.weight + ((to.weight - from.weight) * (updatesDone - from.step)) / (to.step - from.step);
}
