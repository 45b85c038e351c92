import { UserError } from '@electra-ts/config';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { MeasureStepsOptions, StepFigures } from '../measure-steps.js';
import { scalingTable } from '../scaling-table.js';

/** A batch: rows of tokens. */
export interface BatchSize {
  readonly rows: number;
  readonly tokens: number;
}

/** What may be measured at several sizes: the steps of `stepTasks`, or a classifier's logits. */
export const scaledWorks = ['pretraining', 'classification', 'inference'] as const;

/** What `electra-bench scaling` is told. */
export interface ScalingOptions extends Omit<MeasureStepsOptions, 'batchSize' | 'sequenceLength'> {
  /** See `scaledWorks`. */
  readonly work: (typeof scaledWorks)[number];
  readonly sizes: readonly BatchSize[];
  /** Ours in huge pages. */
  readonly hugePages?: boolean;
  readonly json: boolean;
}

/**
 * `electra-bench scaling`: the same work at one size after the other, each in a process of its own, so that its peak of memory is
 * its own and nothing is left over from the size before.
 */
export async function scaling(options: ScalingOptions): Promise<void> {
  const measured: StepFigures[] = [];
  for (const { rows, tokens } of options.sizes) {
    process.stderr.write(`${rows} x ${tokens}\n`);
    measured.push(await measure([...commandFor(options), '--batch-size', String(rows), '--sequence-length', String(tokens)]));
  }
  process.stdout.write(options.json ? `${JSON.stringify(measured, null, 2)}\n` : scalingTable(measured));
}

/** The command line of `electra-bench` that measures the work, but for its size. */
export function commandFor({ work, preset, steps, engine, precision, threads, cache, peers, python, hugePages }: Omit<ScalingOptions, 'sizes' | 'json'>): string[] {
  return [
    ...(work === 'inference' ? ['inference'] : ['step', '--task', work]),
    ...['--preset', preset, '--steps', String(steps), '--python', python, '--json'],
    ...(engine === undefined ? [] : ['--engine', engine]),
    ...(precision === undefined ? [] : ['--precision', precision]),
    ...(threads === undefined ? [] : ['--threads', String(threads)]),
    ...(cache === undefined ? [] : ['--cache', cache]),
    ...(hugePages === true ? ['--huge-pages'] : []),
    ...(peers.length === 0 ? [] : ['--peers', ...peers]),
  ];
}

/** Runs one measurement; what it says on the way goes where our own words go. */
async function measure(args: readonly string[]): Promise<StepFigures> {
  const bin = fileURLToPath(new URL('../../bin/electra-bench.mjs', import.meta.url));
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const document = await text(child.stdout);
  const [status] = await ended;
  if (status !== 0) {
    throw new UserError(
      { what: 'A measurement failed; the line above says why', remedy: `Alone: electra-bench ${args.join(' ')}` },
      { exitStatus: status === 2 ? 2 : 1 },
    );
  }
  return JSON.parse(document) as StepFigures;
}
