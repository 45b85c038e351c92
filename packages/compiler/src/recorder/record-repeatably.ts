import { RecordError } from './record-error.js';
import { type FeedType, type Recording, recordStep } from './record-step.js';
import { describeDifference, sameGraph } from './same-graph.js';
import type { KernelCall } from './trace-backend.js';
import type { StepFunction, StepOptions } from '../runtime.js';

/**
 * Records `step` twice and compares: a number drawn in JavaScript, the time, or a counter would be frozen in the graph.
 *
 * @throws RecordError that names the operation whose operands differ, and everything that `recordStep` throws
 */
export function recordRepeatably(
  step: StepFunction,
  options: StepOptions,
  feeds: Readonly<Record<string, FeedType>>,
): Recording {
  const recording = recordStep(step, options, feeds);
  if (sameGraph(recording.graph, recordStep(step, options, feeds).graph)) return recording;
  const [first, second] = [0, 1].map(() => {
    const calls: KernelCall[] = [];
    recordStep(step, options, feeds, calls);
    return calls;
  }) as [KernelCall[], KernelCall[]];
  throw new RecordError(
    `The step computes something else each time it is called: ${describeDifference(first, second)}. A recording ` +
      'repeats what it saw once: pass numbers that change (random ones, the time, counters) as inputs, and draw ' +
      'noise from the random source that the step receives.',
  );
}
