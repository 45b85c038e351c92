import type { MetricsRow } from './metrics-log.js';

/** What happens while training, in the order in which it happens. `step` is the number of updates done. */
export type TrainingEvent =
  | { readonly type: 'step'; readonly step: number; readonly metrics: Readonly<Record<string, number>> }
  | { readonly type: 'evaluation'; readonly step: number; readonly metrics: Readonly<Record<string, number>> }
  | { readonly type: 'checkpoint'; readonly step: number; readonly folder: string }
  | { readonly type: 'warning'; readonly message: string; readonly step?: number }
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
