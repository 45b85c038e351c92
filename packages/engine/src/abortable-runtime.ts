import type { PreparedStep, Runtime, StepFunction, StepOptions } from '@electra-ts/compiler';
import { pause } from '@electra-ts/config';

/**
 * A runtime whose steps end with the work that they are for: a step that is asked for after the abort does not run. Before
 * each one the event loop turns, so that a signal gets through where steps run on this thread.
 *
 * @returns `runtime` in another coat: disposing either disposes both
 */
export function abortableRuntime(runtime: Runtime, signal: AbortSignal): Runtime {
  return {
    engine: runtime.engine,
    threads: runtime.threads,
    get resultWait() {
      return runtime.resultWait;
    },
    prepare(step: StepFunction, options: StepOptions): PreparedStep {
      const prepared = runtime.prepare(step, options);
      return {
        async run(feeds, stepNumber) {
          await pause(signal);
          return prepared.run(feeds, stepNumber);
        },
        dispose: () => prepared.dispose(),
      };
    },
    read: (variables, spent) => runtime.read(variables, spent),
    write: (variables, values) => runtime.write(variables, values),
    dispose: () => runtime.dispose(),
  };
}
