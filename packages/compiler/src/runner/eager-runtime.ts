import { type Variable, engine, findBackend, keep, setBackend, tidy } from '@tensorflow/tfjs-core';
import { CounterRandom } from '@electra-ts/ops';
import { type HostTensor, checkHostTensor } from '../host-tensor.js';
import type { PreparedStep, Runtime, StepFunction, StepOptions } from '../runtime.js';
import { fromTensors, toTensor, toTensors } from '../tensor-transfer.js';
import { checkValue } from './variable-keys.js';

/** Runs steps operation by operation on a tfjs backend. The values of variables live in the variables themselves. */
export class EagerRuntime implements Runtime {
  readonly resultWait = 0;
  private disposed = false;
  /** What was asked last. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly engine: string,
    readonly threads: number,
  ) {}

  /**
   * @param options.backend a backend that is registered with tfjs, such as 'cpu'
   * @param options.threads how many the backend computes with, where somebody knows; default 1, as tfjs' own backends do
   * @throws Error when tfjs does not know the backend or cannot start it
   */
  static async create(options: { backend: string; threads?: number }): Promise<EagerRuntime> {
    const { backend, threads = 1 } = options;
    if (engine().registryFactory[backend] === undefined) {
      const known = Object.keys(engine().registryFactory).join(', ');
      throw new Error(
        `EagerRuntime: tfjs has no backend '${backend}'; expected one of ${known}. Import its package first.`,
      );
    }
    if (!(await setBackend(backend)) || findBackend(backend) === null) {
      throw new Error(`EagerRuntime: tfjs could not start the backend '${backend}'.`);
    }
    return new EagerRuntime(backend, threads);
  }

  prepare(step: StepFunction, options: StepOptions): PreparedStep {
    let disposed = false;
    return {
      run: async (feeds, stepNumber = 0) => {
        this.check();
        if (disposed) throw new Error(`step '${options.name}' has been disposed.`);
        return this.inOrder(() => this.run(step, options, feeds, stepNumber));
      },
      dispose: async () => {
        disposed = true;
      },
    };
  }

  async read(variables: Readonly<Record<string, Variable>>): Promise<Record<string, HostTensor>> {
    this.check();
    return this.inOrder(() => fromTensors(variables));
  }

  async write(
    variables: Readonly<Record<string, Variable>>,
    values: Readonly<Record<string, HostTensor>>,
  ): Promise<void> {
    this.check();
    await this.inOrder(async () => {
      for (const [name, value] of Object.entries(values)) {
        const variable = variables[name];
        if (variable === undefined) throw new Error(`write: there is no variable '${name}'.`);
        checkValue(name, variable, value);
        tidy(() => variable.assign(toTensor(value)));
      }
    });
  }

  async dispose(): Promise<void> {
    this.disposed = true;
  }

  private async run(
    step: StepFunction,
    options: StepOptions,
    feeds: Readonly<Record<string, HostTensor>>,
    stepNumber: number,
  ): Promise<Record<string, HostTensor>> {
    for (const [name, feed] of Object.entries(feeds)) checkHostTensor(`step '${options.name}', input '${name}'`, feed);
    if (engine().backendName !== this.engine) await setBackend(this.engine);
    const results = tidy(() => {
      const returned = step(toTensors(feeds), new CounterRandom({ seed: options.seed ?? 0, step: stepNumber }));
      // A result may be an input or a variable: a kept copy survives the scope without taking those along.
      return Object.fromEntries(Object.entries(returned).map(([name, result]) => [name, keep(result.clone())]));
    });
    try {
      return await fromTensors(results);
    } finally {
      for (const result of Object.values(results)) result.dispose();
    }
  }

  /** One after the other, as the worker of a graph's runtime has it: choosing a backend and reading a value take a while. */
  private inOrder<T>(action: () => Promise<T>): Promise<T> {
    const answer = this.last.then(action);
    this.last = answer.then(() => undefined, () => undefined);
    return answer;
  }

  private check(): void {
    if (this.disposed) throw new Error('EagerRuntime has been disposed.');
  }
}
