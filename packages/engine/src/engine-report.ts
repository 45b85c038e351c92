import type { EngineName } from './engine-name.js';

/** What is known about one engine on this machine. */
export interface EngineReport {
  readonly name: EngineName;
  /** Whether it loads. */
  readonly available: boolean;
  /** Of the package that it comes from. */
  readonly version?: string;
  /** Threads that it uses unless told otherwise. */
  readonly threads?: number;
  /** What it is, or why it is not available: one line. */
  readonly detail: string;
  /** How onnxruntime computes unless told otherwise; see OnnxRuntimeOptions of the compiler. */
  readonly settings?: {
    /** Execution providers that a session starts on here, in order of preference: 'cuda', 'cpu'. */
    readonly providers: readonly string[];
    /** Microseconds for which a waiting thread stays awake. */
    readonly spinning: number;
    /** Whether all memory of a run is planned ahead. */
    readonly memoryPattern: boolean;
  };
  /** The one command or action that would make it available. */
  readonly remedy?: string;
}
