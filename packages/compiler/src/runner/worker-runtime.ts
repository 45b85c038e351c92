import type { Variable } from '@tensorflow/tfjs-core';
import { type HostTensor, ownsMemory } from '../host-tensor.js';
import type { PreparedStep, Runtime, StepFunction, StepOptions } from '../runtime.js';
import type { SessionSettings } from './messages.js';
import { OnnxStep, type StepContext } from './onnx-step.js';
import { VariableKeys, checkValue, initialValue } from './variable-keys.js';
import type { WorkerClient } from './worker-client.js';

/** What holds for every step of a runtime. */
export type GraphPolicy = Pick<StepContext, 'graphLimit' | 'check' | 'onProfile' | 'onPreparation' | 'fallback'>;

/** Steps as graphs in a worker thread, where the values of variables live too: what is common to all that computes there. */
export abstract class WorkerRuntime implements Runtime {
  abstract readonly engine: Runtime['engine'];
  private readonly keys = new VariableKeys();
  private graphs = 0;

  protected constructor(
    private readonly worker: WorkerClient,
    private readonly settings: SessionSettings,
    private readonly policy: GraphPolicy,
  ) {}

  get threads(): number {
    return this.settings.threads;
  }

  get resultWait(): number {
    return this.worker.answerWait;
  }

  prepare(step: StepFunction, options: StepOptions): PreparedStep {
    const { worker, keys, settings, policy } = this;
    const nextGraph = () => `${options.name}#${this.graphs++}`;
    return new OnnxStep(step, options, { worker, keys, settings, ...policy, nextGraph });
  }

  async read(variables: Readonly<Record<string, Variable>>, spent: Readonly<Record<string, HostTensor>> = {}): Promise<Record<string, HostTensor>> {
    const entries = Object.entries(variables);
    // A variable that no step has used yet still has its value in tfjs.
    const known = entries.filter(([, variable]) => this.keys.find(variable) !== undefined);
    const reused = known.map(([name]) => wholeBuffer(spent[name]?.data));
    const values = await this.worker.ask(
      'read',
      { keys: known.map(([, variable]) => this.keys.find(variable) as string), spent: reused },
      reused.flatMap((data) => (data === undefined ? [] : [data.buffer as ArrayBuffer])),
    );
    const read = new Map(known.map(([name], index) => [name, values[index] as HostTensor]));
    return Object.fromEntries(
      entries.map(([name, variable]) => [name, read.get(name) ?? initialValue(name, variable)]),
    );
  }

  async write(
    variables: Readonly<Record<string, Variable>>,
    values: Readonly<Record<string, HostTensor>>,
  ): Promise<void> {
    const written: Record<string, HostTensor> = {};
    for (const [name, value] of Object.entries(values)) {
      const variable = variables[name];
      if (variable === undefined) throw new Error(`write: there is no variable '${name}'.`);
      checkValue(name, variable, value);
      const { shape, dtype, data } = value;
      written[this.keys.find(variable) ?? this.keys.add(variable)] = { shape, dtype, data: data.slice() };
    }
    const transfer = Object.values(written).map(({ data }) => data.buffer as ArrayBuffer);
    await this.worker.ask('write', { values: written }, transfer);
  }

  async dispose(): Promise<void> {
    await this.worker.close();
  }
}

/** `data` where its memory is its own, and may go to another thread. */
function wholeBuffer(data: HostTensor['data'] | undefined): HostTensor['data'] | undefined {
  return data !== undefined && data.length > 0 && ownsMemory(data) ? data : undefined;
}

/** @throws Error for anything but a whole number from `least` */
export function checkCount(who: string, name: string, value: number, least = 1): void {
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`${who}: expected ${name} to be a whole number from ${least}, received ${value}.`);
  }
}
