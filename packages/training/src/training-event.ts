import type { MetricsRow } from './metrics-log.js';

/**
 * What training waits for before an update or an evaluation of a shape that is new: an engine that compiles steps, as
 * `GraphPreparation` of @electra-ts/compiler has it.
 */
export interface Preparation {
  /** What is computed, such as 'joint step'. */
  readonly graph: string;
  readonly stage: 'recording' | 'compiling' | 'ready';
  readonly engine: string;
  /** Since recording began, of one that is ready. */
  readonly seconds?: number;
  /** Whether it was found among compiled graphs, of one that is ready on an engine that keeps them. */
  readonly fromCache?: boolean;
}

/** What happens while training, in the order in which it happens. `step` is the number of updates done. */
export type TrainingEvent =
  | { readonly type: 'step'; readonly step: number; readonly metrics: Readonly<Record<string, number>> }
  | { readonly type: 'evaluation'; readonly step: number; readonly metrics: Readonly<Record<string, number>> }
  | { readonly type: 'checkpoint'; readonly step: number; readonly folder: string }
  | { readonly type: 'warning'; readonly message: string; readonly step?: number }
  | ({ readonly type: 'preparation'; readonly step: number } & Preparation)
  | { readonly type: 'finished'; readonly step: number; readonly reason: 'completed' | 'stopped'; readonly because?: string };

/** The row of a run's metrics that records an event: a measurement, or what was noticed at a step; else undefined. */
export function metricsRow(event: TrainingEvent): (MetricsRow & { readonly type: string }) | undefined {
  if (event.type === 'step' || event.type === 'evaluation') {
    return { ...event.metrics, type: event.type, step: event.step };
  }
  return event.type === 'warning' && event.step !== undefined
    ? { type: event.type, step: event.step, message: event.message }
    : undefined;
}
