import type { Variable } from '@tensorflow/tfjs-core';
import { type HostTensor, checkHostTensor, copyHostTensor } from '../host-tensor.js';
import { recordRepeatably } from '../recorder/record-repeatably.js';
import { type FeedType, type Recording, recordStep } from '../recorder/record-step.js';
import type { VariableUse } from '../recorder/symbolic-variables.js';
import type { NamedInput } from '../record-any-size.js';
import type { PreparedStep, StepFunction, StepOptions } from '../runtime.js';
import { anySizeGraph } from './any-size-graph.js';
import { type CompiledRecording, compileRecording } from './compile-recording.js';
import { explainRunError } from './explain-run-error.js';
import { firstDifference } from './first-difference.js';
import { GraphCache } from './graph-cache.js';
import type { GraphPreparation } from './graph-preparation.js';
import type { GraphProfile, LoadedSession, SessionSettings } from './messages.js';
import { observedRecording } from './observed-recording.js';
import { refusedNodes } from './openvino/refused-nodes.js';
import { dropValue } from './moved-values.js';
import { offerReplacement, type ReplacementOffer } from './replacement.js';
import { checkReadable, type VariableKeys, initialValue } from './variable-keys.js';
import { claimVariable } from './variable-trainers.js';
import type { WorkerClient } from './worker-client.js';

type Feeds = Readonly<Record<string, HostTensor>>;

/** What a step shares with the other steps of its runtime. */
export interface StepContext {
  readonly worker: WorkerClient;
  readonly keys: VariableKeys;
  readonly settings: SessionSettings;
  /** Graphs that one step keeps, each for its own set of input shapes. */
  readonly graphLimit: number;
  /** Compare every run with eager execution, operation by operation. */
  readonly check: boolean;
  /** Receives the profile of each graph when it is unloaded. */
  readonly onProfile: ((profile: GraphProfile) => void) | undefined;
  /** Is told what the first run for some input shapes is waiting for. */
  readonly onPreparation: ((preparation: GraphPreparation) => void) | undefined;
  /** What computes a graph that `settings`' engine refuses, and who is told that and why. */
  readonly fallback: { readonly settings: SessionSettings; readonly warn: (message: string) => void } | undefined;
  /** A name that no other graph of the worker has. */
  nextGraph(): string;
}

interface LoadedGraph {
  readonly graph: string;
  readonly loaded: Promise<LoadedSession>;
  readonly feeds: readonly string[];
}

/** A step in a worker: one graph for each set of input shapes, recorded when those shapes first come. */
export class OnnxStep implements PreparedStep {
  private readonly graphs: GraphCache<LoadedGraph>;
  /** The graph for all sizes, and the types of its inputs: undefined before the first run, null where there can be none. */
  private anySize: (LoadedGraph & { readonly types: string }) | null | undefined;
  private disposed = false;

  constructor(
    private readonly step: StepFunction,
    private readonly options: StepOptions,
    private readonly context: StepContext,
  ) {
    this.graphs = new GraphCache(context.graphLimit, (graph) => void this.unload(graph).catch(() => undefined));
  }

  async run(feeds: Feeds, stepNumber = 0): Promise<Record<string, HostTensor>> {
    const { name } = this.options;
    if (this.disposed) throw new Error(`step '${name}' has been disposed.`);
    for (const [input, feed] of Object.entries(feeds)) checkHostTensor(`step '${name}', input '${input}'`, feed);
    const signature = signatureOf(feeds);
    const graph = this.forAnySize(feeds) ?? this.graphs.get(signature, () => this.create(feeds));
    // Where loading fails, the answer fails of the same reason, which the next line reports.
    const answer = this.ask(graph, feeds, stepNumber, this.context.check);
    answer.catch(() => undefined);
    try {
      await graph.loaded;
    } catch (error) {
      if (graph === this.anySize) {
        // It takes more memory than the graph of one size.
        this.anySize = null;
        return this.run(feeds, stepNumber);
      }
      // The next run of these shapes tries again: memory may be free then.
      this.graphs.delete(signature, graph);
      throw this.explain(error, 'be loaded', signature);
    }
    return answer.catch((error: unknown) => {
      throw this.explain(error, 'run', signature);
    });
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    for (const graph of [...this.graphs.clear(), ...(this.anySize ? [this.anySize] : [])]) await this.unload(graph).catch(() => undefined);
  }

  /** What the worker says about a graph, in the user's words; what it says about itself stays. */
  private explain(error: unknown, action: 'run' | 'be loaded', signature: string): unknown {
    if (this.context.worker.hasEnded || error instanceof DifferenceError) return error;
    return explainRunError(error, this.options.name, action, signature);
  }

  private async ask(
    { graph, loaded, feeds: used }: LoadedGraph,
    feeds: Feeds,
    step: number,
    check = false,
  ): Promise<Record<string, HostTensor>> {
    const copies: Record<string, HostTensor> = {};
    for (const input of used) {
      const { shape, dtype, data } = feeds[input] as HostTensor;
      copies[input] = { shape, dtype, data: data.slice() };
    }
    if (check) {
      await loaded;
      await this.check(feeds, step);
    }
    const transfer = Object.values(copies).map(({ data }) => data.buffer as ArrayBuffer);
    const { seed = 0 } = this.options;
    // Asked at once, so that the worker sees runs in the order of the calls; where loading fails, that is the reason.
    const answer = this.context.worker.ask('run', { graph, feeds: copies, seed, step }, transfer);
    answer.catch(() => undefined);
    await loaded;
    return answer;
  }

  /** Runs everything that the step computes on the way, without assigning anything, and compares it. */
  private async check(feeds: Feeds, step: number): Promise<void> {
    const { recording, calls, names } = observedRecording(this.step, this.options, feeds);
    const observed = this.load(recording, undefined);
    const results = await this.ask(observed, feeds, step);
    await this.unload(observed);
    const values = new Map([...names].map(([value, name]) => [value, results[name] as HostTensor]));
    const difference = firstDifference(calls, values);
    if (difference !== undefined) {
      throw new DifferenceError(`step '${this.options.name}': the graph and eager execution differ. The first is ${difference}.`);
    }
  }

  /** The graph for all sizes, where the step may have one and these feeds are of its inputs' ranks. */
  private forAnySize(feeds: Feeds): LoadedGraph | undefined {
    const { settings, check, onProfile, keys } = this.context;
    const { shapes, variables } = this.options;
    if (shapes === undefined || this.anySize === null || settings.engine !== 'onnxruntime' || check || onProfile !== undefined) return undefined;
    const inputs = namedInputs(shapes, feeds);
    if (inputs === undefined) return undefined;
    // Of a variable that another step of the runtime knows, or that was written, the value is not the graph's.
    if (Object.values(variables).some((variable) => keys.find(variable) !== undefined)) {
      if (this.anySize) void this.unload(this.anySize).catch(() => undefined);
      this.anySize = null;
      return undefined;
    }
    if (this.anySize === undefined) {
      const created = this.createAnySize(inputs);
      this.anySize = created === undefined ? null : { ...created, types: signatureOf(inputs) };
    }
    return this.anySize?.types === signatureOf(inputs) ? this.anySize : undefined;
  }

  private createAnySize(inputs: Readonly<Record<string, NamedInput>>): LoadedGraph | undefined {
    const { worker, settings } = this.context;
    return this.telling((tell) => {
      const description = anySizeGraph(this.step, this.options, inputs);
      if (description === undefined) return undefined;
      tell();
      const graph = this.context.nextGraph();
      const loaded = worker.ask('load', { graph, description, settings }, [description.model.buffer as ArrayBuffer]);
      return { graph, loaded, feeds: description.feeds.map(({ name }) => name) };
    });
  }

  /** Records the step for these shapes and has the graph loaded. */
  private create(feeds: Feeds): LoadedGraph {
    return this.telling((tell) => {
      const recording = recordRepeatably(this.step, this.options, feeds);
      tell();
      return this.load(recording, feeds);
    });
  }

  /**
   * Tells how far a graph is.
   *
   * @param make records, calls what it is given, and has the graph loaded
   */
  private telling<Graph extends LoadedGraph | undefined>(make: (recorded: () => void) => Graph): Graph {
    const { settings, onPreparation } = this.context;
    const started = performance.now();
    const tell = (preparation: Omit<GraphPreparation, 'graph'>) => onPreparation?.({ graph: this.options.name, ...preparation });
    tell({ stage: 'recording', engine: settings.engine });
    const created = make(() => tell({ stage: 'compiling', engine: settings.engine }));
    if (created === undefined) return created;
    const loaded = created.loaded.then((session) => {
      tell({ stage: 'ready', ...session, seconds: (performance.now() - started) / 1000 });
      return session;
    });
    // As in `load`: who runs the step hears of a failure.
    loaded.catch(() => undefined);
    return { ...created, loaded };
  }

  /** @param types what the step was recorded for, so that another engine may have it; none where nothing replaces the recording */
  private load(recording: Recording, types: Readonly<Record<string, FeedType>> | undefined): LoadedGraph {
    const { worker, keys, settings } = this.context;
    const { name: step } = this.options;
    for (const { name, variable, output } of recording.variables) {
      if (output !== undefined) claimVariable(name, variable, { worker, step });
    }
    const added = new Map<Variable, { readonly name: string; readonly key: string }>();
    const keyOf = ({ name, variable }: VariableUse): string => {
      const known = keys.find(variable);
      if (known !== undefined) return known;
      checkReadable(name, variable);
      const key = keys.add(variable);
      added.set(variable, { name, key });
      return key;
    };
    const fresh: Record<string, HostTensor> = {};
    let compiled: CompiledRecording;
    try {
      compiled = compileRecording(recording, keyOf, settings);
      // A worker that has ended takes nothing, and the values would be lost.
      const options = { moveVariables: this.options.moveVariables === true && !worker.hasEnded };
      // Only now that nothing is left that the recording could fail of.
      for (const [variable, { name, key }] of added) fresh[key] = initialValue(name, variable, options);
      // Those of which another step has sent a copy; a variable that the graph does not need keeps its own.
      if (options.moveVariables) for (const { variable } of recording.variables) if (keys.find(variable) !== undefined) dropValue(variable);
    } catch (error) {
      for (const variable of added.keys()) keys.remove(variable);
      throw error;
    }
    const { description } = compiled;
    const graph = this.context.nextGraph();
    const buffers = ownBuffers(fresh);
    const instead = types && this.offerInstead(recording, types, keyOf);
    const loaded = Promise.all([
      worker.ask('write', { values: fresh }, buffers),
      worker.ask('load', { graph, description, settings, ...(instead && { otherwise: instead.port }) }, [
        description.model.buffer as ArrayBuffer,
        ...(instead ? [instead.port] : []),
      ]),
    ]).then(
      ([, session]) => {
        instead?.close();
        return session;
      },
      (error: Error) => {
        instead?.close();
        const nodes = refusedNodes(recording.graph.nodes, error.message);
        throw nodes === '' ? error : new Error(`${error.message.replace(/\.?\s*$/, '.')} ${nodes}`, { cause: error });
      },
    );
    // The rejection reaches everybody who runs these shapes; nobody may be there when it happens.
    loaded.catch(() => undefined);
    return { graph, loaded, feeds: description.feeds.map((feed) => feed.name) };
  }

  /** Has the fallback's graph ready to be asked for, recorded anew: writing a graph for one engine changes it. */
  private offerInstead(
    { graph: { nodes } }: Recording,
    types: Readonly<Record<string, FeedType>>,
    keyOf: (use: VariableUse) => string,
  ): ReplacementOffer | undefined {
    const { fallback, settings } = this.context;
    if (fallback === undefined) return undefined;
    return offerReplacement((reason) => {
      const { description } = compileRecording(recordStep(this.step, this.options, types), keyOf, fallback.settings);
      const narrow = settings.engine === 'openvino' && settings.precision !== 'float32';
      const precision = narrow ? `, in float32 instead of ${settings.precision}` : '';
      const refusal = [reason.replace(/\.?\s*$/, '.'), refusedNodes(nodes, reason)].filter((words) => words !== '').join(' ');
      fallback.warn(`step '${this.options.name}' runs on ${fallback.settings.engine}${precision}: ${refusal}`);
      return { description, settings: fallback.settings };
    });
  }

  private async unload({ graph, loaded }: LoadedGraph): Promise<void> {
    await loaded;
    const profile = await this.context.worker.ask('unload', { graph });
    if (profile !== undefined) this.context.onProfile?.(profile);
  }
}

/** `check` found the graph and eager execution to differ. */
class DifferenceError extends Error {}

/** The memory of each value, so that it can go to another thread; values that were made of one array get their own. */
function ownBuffers(values: Record<string, HostTensor>): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const [key, value] of Object.entries(values)) {
    if (buffers.has(value.data.buffer as ArrayBuffer)) values[key] = copyHostTensor(value);
    buffers.add(values[key].data.buffer as ArrayBuffer);
  }
  return [...buffers];
}

/** The inputs of a step for any size, where feeds are what `shapes` says: the same names and ranks, numbers where it has numbers, and axes of one name equally long. */
function namedInputs(shapes: NonNullable<StepOptions['shapes']>, feeds: Feeds): Record<string, NamedInput> | undefined {
  const inputs: Record<string, NamedInput> = {};
  const sizes = new Map<string, number>();
  for (const [name, { shape, dtype }] of Object.entries(feeds)) {
    const named = shapes[name];
    if (named?.length !== shape.length) return undefined;
    for (const [axis, size] of named.entries()) {
      const length = shape[axis] as number;
      if (length === 0 || length !== (typeof size === 'number' ? size : (sizes.get(size) ?? length))) return undefined;
      if (typeof size === 'string') sizes.set(size, length);
    }
    inputs[name] = { shape: named, dtype };
  }
  return Object.keys(shapes).every((name) => name in feeds) ? inputs : undefined;
}

/** Steps that receive the same names, dtypes and shapes run the same graph. */
function signatureOf(feeds: Readonly<Record<string, FeedType | NamedInput>>): string {
  return Object.keys(feeds)
    .sort()
    .map((name) => `${name}:${feeds[name]?.dtype}[${feeds[name]?.shape}]`)
    .join(' ');
}
