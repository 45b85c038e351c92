import { type FeedType, type Port, type Recording, recordStep } from '../recorder/record-step.js';
import type { KernelCall } from '../recorder/trace-backend.js';
import type { StepFunction, StepOptions } from '../runtime.js';

/** A recording whose results are the operands and results of every kernel call. It assigns no variable. */
export interface ObservedRecording {
  readonly recording: Recording;
  readonly calls: readonly KernelCall[];
  /** Name of the recording's result for each graph value. */
  readonly names: ReadonlyMap<string, string>;
}

/** Records `step` so that everything it computes on the way can be looked at. */
export function observedRecording(
  step: StepFunction,
  options: StepOptions,
  feeds: Readonly<Record<string, FeedType>>,
): ObservedRecording {
  const calls: KernelCall[] = [];
  const recording = recordStep(step, options, feeds, calls);
  const { graph } = recording;
  graph.outputs.length = 0;
  const names = new Map<string, string>();
  const results: Port[] = [];
  for (const { inputs, outputs } of calls) {
    for (const { name: value, shape, dtype } of [...Object.values(inputs), ...outputs]) {
      if (value === undefined || names.has(value)) continue;
      const name = `observed.${names.size}`;
      names.set(value, name);
      graph.addOutput(name, value);
      results.push({ name, value: name, shape, dtype });
    }
  }
  const variables = recording.variables.map((use) => ({ ...use, output: undefined }));
  return { recording: { ...recording, variables, results }, calls, names };
}
