import { availableParallelism } from 'node:os';
import type { Variable } from '@tensorflow/tfjs-core';
import type { HostTensor } from '../host-tensor.js';
import type { PreparedStep, Runtime, StepFunction, StepOptions } from '../runtime.js';
import type { GraphProfile, SessionSettings } from './messages.js';
import { OnnxStep, type StepContext } from './onnx-step.js';
import { VariableKeys, checkValue, initialValue } from './variable-keys.js';
import { WorkerClient } from './worker-client.js';

/** How ONNX Runtime computes. The defaults are the fastest of what was measured. */
export interface OnnxRuntimeOptions {
  /** Threads of one operation. Default: what the machine offers. */
  readonly threads?: number;
  /** Waiting threads do not sleep: 2 % faster on an idle machine, several times slower on a busy one. Default false. */
  readonly spinning?: boolean;
  /** Plan all memory of a run ahead: about half as much again. Default false. */
  readonly memoryPattern?: boolean;
  /** ONNX Runtime's own graph optimizer. Default 'disabled': it needs seconds and gains nothing on recorded graphs. */
  readonly optimization?: SessionSettings['optimization'];
  /** In order of preference. Default: 'cuda' where it loads, then 'cpu'. */
  readonly executionProviders?: readonly string[];
  /** Graphs that one step keeps for different input shapes; the one unused longest gives way. Default 8. */
  readonly graphLimit?: number;
  /** Compare every run with tfjs' cpu backend, operation by operation, and name the first that differs. Slow. */
  readonly check?: boolean;
  /** Measure every node; called with the measurements of a graph when its step is disposed or needs its place. */
  readonly onProfile?: (profile: GraphProfile) => void;
}

/** What holds where OnnxRuntimeOptions says nothing. */
export const onnxRuntimeDefaults = { spinning: false, memoryPattern: false, optimization: 'disabled', graphLimit: 8 } as const;

/** Runs steps as ONNX graphs in a worker thread, where the values of variables live too. The event loop stays free. */
export class OnnxRuntime implements Runtime {
  readonly engine = 'onnxruntime';
  private readonly keys = new VariableKeys();
  private graphs = 0;

  private constructor(
    private readonly worker: WorkerClient,
    private readonly settings: SessionSettings,
    private readonly policy: Pick<StepContext, 'graphLimit' | 'check' | 'onProfile'>,
  ) {}

  /** @throws Error when onnxruntime-node is not installed, and for options out of range */
  static async create(options: OnnxRuntimeOptions = {}): Promise<OnnxRuntime> {
    const { threads = availableParallelism(), graphLimit = onnxRuntimeDefaults.graphLimit } = options;
    checkCount('threads', threads);
    checkCount('graphLimit', graphLimit);
    const worker = new WorkerClient();
    let available: readonly string[];
    try {
      available = await worker.ask('start', undefined);
    } catch (error) {
      await worker.close();
      throw error;
    }
    const settings: SessionSettings = {
      threads,
      spinning: options.spinning ?? onnxRuntimeDefaults.spinning,
      memoryPattern: options.memoryPattern ?? onnxRuntimeDefaults.memoryPattern,
      optimization: options.optimization ?? onnxRuntimeDefaults.optimization,
      executionProviders: options.executionProviders ?? available,
      profile: options.onProfile !== undefined,
    };
    const { check = false, onProfile } = options;
    return new OnnxRuntime(worker, settings, { graphLimit, check, onProfile });
  }

  /** Execution providers in order of preference, such as ['cuda', 'cpu']. */
  get executionProviders(): readonly string[] {
    return this.settings.executionProviders;
  }

  get threads(): number {
    return this.settings.threads;
  }

  prepare(step: StepFunction, options: StepOptions): PreparedStep {
    const { worker, keys, settings, policy } = this;
    const nextGraph = () => `${options.name}#${this.graphs++}`;
    return new OnnxStep(step, options, { worker, keys, settings, ...policy, nextGraph });
  }

  async read(variables: Readonly<Record<string, Variable>>): Promise<Record<string, HostTensor>> {
    const entries = Object.entries(variables);
    // A variable that no step has used yet still has its value in tfjs.
    const known = entries.filter(([, variable]) => this.keys.find(variable) !== undefined);
    const values = await this.worker.ask('read', {
      keys: known.map(([, variable]) => this.keys.find(variable) as string),
    });
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

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`OnnxRuntime: expected ${name} to be a whole number from 1, received ${value}.`);
  }
}
