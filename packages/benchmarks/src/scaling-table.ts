import type { StepFigures } from './measure-steps.js';

/** What a row of the table needs of the figures of one size. */
export type SizedFigures = Pick<StepFigures, 'batchSize' | 'sequenceLength' | 'medianSeconds' | 'bestSeconds' | 'tokensPerSecond' | 'gflops' | 'peakGflops' | 'residentBytes' | 'peers'>;

/**
 * What `electra-bench scaling` prints for people: a row for each size, with its seconds, tokens a second, the share of the rate that
 * the engine reaches on large products, peak memory in GiB, and each peer's seconds over ours.
 *
 * @param sizes measured with the same peers
 */
export function scalingTable(sizes: readonly SizedFigures[]): string {
  const peers = sizes[0].peers.map(({ name }) => name);
  const rows = [
    ['rows x tokens', 'median', 'best', 'tokens/s', 'GFLOP/s', 'of peak', 'memory', ...peers],
    ...sizes.map((each) => [
      `${each.batchSize} x ${each.sequenceLength}`,
      `${each.medianSeconds.toFixed(3)} s`,
      `${each.bestSeconds.toFixed(3)} s`,
      each.tokensPerSecond.toFixed(0),
      each.gflops.toFixed(0),
      `${((100 * each.gflops) / each.peakGflops).toFixed(0)} %`,
      `${(each.residentBytes / 2 ** 30).toFixed(2)} GiB`,
      ...each.peers.map(({ ratio }) => `${ratio.toFixed(2)}x`),
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return `${rows.map((row) => row.map((cell, column) => cell.padStart(widths[column])).join('  ')).join('\n')}\n`;
}
