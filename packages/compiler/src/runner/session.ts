import type { HostTensor } from '../host-tensor.js';
import type { GraphProfile } from './messages.js';

/** A graph that a worker holds, ready to run on the values of variables. */
export interface Session {
  /** Whether it was found compiled; absent where its engine keeps no compiled graphs. */
  readonly fromCache?: boolean;
  /** Runs the graph once; variables have their new values when it returns, and their old ones when it throws. */
  run(feeds: Readonly<Record<string, HostTensor>>, seed: number, step: number): Promise<Record<string, HostTensor>>;
  /** Gives the session's memory back. Returns its profile where one was asked for. */
  dispose(): Promise<GraphProfile | undefined>;
}
