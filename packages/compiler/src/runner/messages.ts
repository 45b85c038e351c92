import type { MessagePort } from 'node:worker_threads';
import type { IndexCheck } from '../emitter/passes/check-indices.js';
import type { HostDType, HostTensor } from '../host-tensor.js';
import type { RandomSite } from '../recorder/recorded-random.js';
import type { ProfileRow } from './profile.js';

/** A variable of a graph: `key` is its identity in the worker, `input` and `output` are the graph's values. */
export interface StateBinding {
  readonly key: string;
  readonly name: string;
  readonly input: string | undefined;
  readonly output: string | undefined;
  /** The output may be written into the buffer of the input. */
  readonly inPlace: boolean;
}

/** A named result or feed of a graph. */
export interface ValueBinding {
  readonly name: string;
  readonly value: string;
  readonly shape: readonly number[];
  readonly dtype: HostDType;
}

/** What the worker needs to run a graph. */
export interface GraphDescription {
  readonly name: string;
  readonly model: Uint8Array;
  readonly feeds: readonly ValueBinding[];
  readonly results: readonly ValueBinding[];
  readonly state: readonly StateBinding[];
  readonly random: readonly RandomSite[];
  /** What the session checks because its engine does not. */
  readonly indices: readonly IndexCheck[];
  /** An input that is 1 in every run; see `computeMatrices`. */
  readonly one?: string;
  /** Whether shapes of feeds and results are those of a run; see `anySizeGraph`. */
  readonly anySize?: boolean;
}

/** How ONNX Runtime computes; see OnnxRuntimeOptions. */
export interface OnnxSettings {
  readonly engine: 'onnxruntime';
  readonly threads: number;
  /** Microseconds. */
  readonly spinning: number;
  readonly memoryPattern: boolean;
  readonly optimization: 'disabled' | 'basic' | 'extended' | 'all';
  readonly executionProviders: readonly string[];
  /** Measure every node. */
  readonly profile: boolean;
}

/** How OpenVINO computes; see OpenVinoRuntimeOptions. */
export interface OpenVinoSettings {
  readonly engine: 'openvino';
  /** Folder of the shared libraries. */
  readonly library: string;
  readonly threads: number;
  /** What matrix products read. */
  readonly precision: 'float32' | 'bfloat16';
  /** Folder of graphs that were compiled before. */
  readonly cache?: string;
}

/** What computes graphs, and how. */
export type SessionSettings = OnnxSettings | OpenVinoSettings;

/** What has loaded a graph: the engine that was asked, or the one that took its place. */
export interface LoadedSession {
  readonly engine: SessionSettings['engine'];
  /** Whether a compiled graph was found where the engine keeps them; absent where it keeps none. */
  readonly fromCache?: boolean;
}

/** Where the time of a graph went, over all its runs. */
export interface GraphProfile {
  readonly step: string;
  readonly runs: number;
  readonly rows: readonly ProfileRow[];
}

/** What the worker is asked, by kind, and what it answers. */
export interface Requests {
  /** Loads onnxruntime-node. Answers with the execution providers of this machine. */
  start: { request: undefined; answer: readonly string[] };
  /** Loads OpenVINO from a folder. Answers with its version. */
  startOpenVino: { request: { library: string }; answer: string };
  /** `otherwise` leads to a graph for another engine, in case that this one is refused; see replacement.ts. */
  load: {
    request: { graph: string; description: GraphDescription; settings: SessionSettings; otherwise?: MessagePort };
    answer: LoadedSession;
  };
  run: {
    request: { graph: string; feeds: Readonly<Record<string, HostTensor>>; seed: number; step: number };
    answer: Record<string, HostTensor>;
  };
  unload: { request: { graph: string }; answer: GraphProfile | undefined };
  /** `spent` has memory for the copies, in the order of the keys. */
  read: { request: { keys: readonly string[]; spent?: readonly (HostTensor['data'] | undefined)[] }; answer: readonly HostTensor[] };
  write: { request: { values: Readonly<Record<string, HostTensor>> }; answer: undefined };
}

export type RequestKind = keyof Requests;

/** A request as it travels to the worker. */
export type RequestMessage = {
  [Kind in RequestKind]: { readonly id: number; readonly kind: Kind; readonly body: Requests[Kind]['request'] };
}[RequestKind];

/** Ends the worker between two requests. Terminating it inside one would abort the whole process. */
export interface CloseMessage {
  readonly kind: 'close';
}

/** The answer as it travels back; `at` is when it was ready, by `process.hrtime`, the clock that all threads share. */
export type AnswerMessage = { readonly id: number; readonly at: bigint } & (
  | { readonly value: unknown }
  | { readonly error: string }
);
