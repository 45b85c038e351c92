import { median } from '@electra-ts/tasks';
import type { PeerStep } from './peer-process.js';

/** One that was measured. */
export interface MeasuredStep {
  readonly name: string;
  readonly medianSeconds: number;
  readonly bestSeconds: number;
  readonly residentBytes: number;
  readonly ratio: number;
}

/** What a peer's steps come to beside our median. */
export function measuredPeer(name: string, steps: readonly PeerStep[], ourMedian: number): MeasuredStep {
  const medianSeconds = median(steps.map(({ seconds }) => seconds));
  return {
    name,
    medianSeconds,
    bestSeconds: Math.min(...steps.map(({ seconds }) => seconds)),
    residentBytes: Math.max(...steps.map((each) => each.residentBytes)),
    ratio: medianSeconds / ourMedian,
  };
}

/** What is shown of a measurement; the rates are absent where work has none. */
export interface ShownSteps extends Omit<MeasuredStep, 'name' | 'ratio'> {
  readonly engine: string;
  readonly precision: string;
  readonly gflops?: number;
  readonly peakGflops?: number;
  readonly peers: readonly MeasuredStep[];
}

/** What `electra-bench step` and `inference` print for people: a row for us and each peer, seconds, GiB, and their seconds over ours. */
export function stepTable(result: ShownSteps): string {
  const rows = [{ ...result, name: `electra-ts ${result.engine} ${result.precision}`, ratio: 1 }, ...result.peers];
  const lines = rows.map(({ name, medianSeconds, bestSeconds, residentBytes, ratio }) =>
    [
      name.padEnd(34),
      `${medianSeconds.toFixed(3)} s`.padStart(10),
      `${bestSeconds.toFixed(3)} s`.padStart(10),
      `${(residentBytes / 2 ** 30).toFixed(2)} GiB`.padStart(10),
      `${ratio.toFixed(2)}x`.padStart(8),
    ].join(' '),
  );
  const head = ['', 'median', 'best', 'memory', 'ratio'].map((word, i) => (i === 0 ? word.padEnd(34) : word.padStart(i === 4 ? 8 : 10)));
  const { gflops, peakGflops } = result;
  const rate = gflops === undefined ? [] : [`${gflops.toFixed(0)} GFLOP/s of ${peakGflops?.toFixed(0)} that this engine reaches on large products`];
  return [head.join(' '), ...lines, ...rate, ''].join('\n');
}
