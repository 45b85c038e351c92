import { readFile, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BLOCK_PREFIX } from '../recorder/kernels/in-blocks.js';

/** Time of the nodes of one phase, layer, operation and provider, over all runs of a graph. */
export interface ProfileRow {
  /** 'forward', 'backward' or 'update'. */
  readonly phase: string;
  /** Path of the layer, such as 'encoder.layer.3.attention.self.query'; '' where none is known. */
  readonly layer: string;
  /** ONNX operation. */
  readonly op: string;
  /** What executed it: 'CPUExecutionProvider', 'CUDAExecutionProvider'. Shows what falls back to the CPU. */
  readonly provider: string;
  /** Executions in all runs. */
  readonly calls: number;
  /** Time of all those, in milliseconds. */
  readonly milliseconds: number;
  /** Time of one run if every node took its shortest time: what the machine can do when nothing else uses it. */
  readonly bestMilliseconds: number;
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly args?: { readonly op_name?: string; readonly provider?: string };
}

const KERNEL_TIME = '_kernel_time';

/** Reads, and removes, the file that ONNX Runtime wrote under `prefix`. Rows come slowest first. */
export async function takeProfile(prefix: string): Promise<ProfileRow[]> {
  const folder = dirname(prefix);
  const file = (await readdir(folder)).find((name) => name.startsWith(basename(prefix)));
  if (file === undefined) throw new Error(`ONNX Runtime wrote no profile '${prefix}*'.`);
  const path = join(folder, file);
  const events = JSON.parse(await readFile(path, 'utf8')) as ProfileEvent[];
  await rm(path);
  return summarize(events);
}

interface NodeTime {
  readonly op: string;
  readonly provider: string;
  calls: number;
  total: number;
  shortest: number;
}

/** Adds up the events of nodes by phase, layer, operation and provider. */
export function summarize(events: readonly ProfileEvent[]): ProfileRow[] {
  const rows = new Map<string, ProfileRow>();
  for (const [name, { op, provider, calls, total, shortest }] of nodeTimes(events)) {
    const path = name.split('/');
    const [phase, layer] = [path[0] ?? '', path.slice(1, -1).join('/')];
    const key = `${phase} ${layer} ${op} ${provider}`;
    const row = rows.get(key) ?? { phase, layer, op, provider, calls: 0, milliseconds: 0, bestMilliseconds: 0 };
    rows.set(key, {
      ...row,
      calls: row.calls + calls,
      milliseconds: row.milliseconds + total / 1000,
      bestMilliseconds: row.bestMilliseconds + shortest / 1000,
    });
  }
  return [...rows.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}

/** Times of each node in microseconds, by its name. */
function nodeTimes(events: readonly ProfileEvent[]): Map<string, NodeTime> {
  const nodes = new Map<string, NodeTime>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith(KERNEL_TIME)) continue;
    const node = name.slice(0, -KERNEL_TIME.length);
    if (node.split('/').at(-1)?.startsWith(BLOCK_PREFIX)) continue; // in the time of its loop
    const { op_name: op = '', provider = '' } = args ?? {};
    const time = nodes.get(node) ?? { op, provider, calls: 0, total: 0, shortest: Number.POSITIVE_INFINITY };
    time.calls += 1;
    time.total += dur;
    time.shortest = Math.min(time.shortest, dur);
    nodes.set(node, time);
  }
  return nodes;
}

/** Rows of a profile added up by one of their keys. */
export interface ProfileGroup extends Pick<ProfileRow, 'calls' | 'milliseconds' | 'bestMilliseconds'> {
  readonly name: string;
}

/** Rows added up by one of their keys, slowest first: `groupProfile(rows, 'phase')`. */
export function groupProfile(rows: readonly ProfileRow[], key: 'phase' | 'layer' | 'op' | 'provider'): ProfileGroup[] {
  const groups = new Map<string, ProfileGroup>();
  for (const row of rows) {
    const name = row[key];
    const group = groups.get(name) ?? { name, calls: 0, milliseconds: 0, bestMilliseconds: 0 };
    groups.set(name, {
      name,
      calls: group.calls + row.calls,
      milliseconds: group.milliseconds + row.milliseconds,
      bestMilliseconds: group.bestMilliseconds + row.bestMilliseconds,
    });
  }
  return [...groups.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}
