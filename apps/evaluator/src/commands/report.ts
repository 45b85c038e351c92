import { setTimeout } from 'node:timers/promises';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { userPath } from '@electra-ts/cli';
import type { EngineChoice } from '@electra-ts/engine';
import { renderReport } from '@electra-ts/report';
import { assertWritable } from '../io/assert-writable.js';
import { chosenEngine } from '../io/chosen-engine.js';
import { refuseOtherFile } from '../io/refuse-other-file.js';
import { warn } from '../io/warn.js';
import { type ReportOptions, runsReport } from '../report/runs-report.js';
import { readRuns } from '../runs/read-runs.js';
import { type DataOptions, taskOf } from './compare.js';

/** What `electra-evaluator report` is told. */
export interface ReportCommandOptions extends DataOptions {
  readonly out: string;
  readonly json: boolean;
  /** Seconds from one writing of the page to the next; once when absent. */
  readonly watch?: number;
}

/**
 * `electra-evaluator report`: one self-contained page about runs; with `watch`, kept up to date until `signal` ends it.
 *
 * @throws UserError where `out` is a file that is no page or cannot be written, before anything is read
 */
export async function report(paths: readonly string[], options: ReportCommandOptions): Promise<void> {
  const { json, watch, signal } = options;
  const out = userPath(options.out);
  await refuseOtherFile(out, options.out);
  await assertWritable(out, options.out);
  // One choice for all pages, which says once what engine runs.
  const choice = chosenEngine(options);
  const told = new Set<string>();
  // Of a page that is written again and again, once.
  const warnOnce = (message: string) => {
    if (!told.has(message)) warn(message);
    told.add(message);
  };
  const write = () => writePage(paths, options, { ...choice, warn: warnOnce }, out);
  await write();
  process.stdout.write(json ? `${JSON.stringify({ report: out })}\n` : `${options.out}${watch === undefined ? '' : ' (Ctrl-C ends it)'}\n`);
  if (watch !== undefined) await keepFresh(watch, write, signal);
}

async function writePage(paths: readonly string[], options: ReportCommandOptions, choice: EngineChoice & Pick<ReportOptions, 'warn'>, out: string): Promise<void> {
  const { split, watch: refresh } = options;
  const runs = await readRuns(paths, choice.warn);
  const data = options.data === undefined ? undefined : userPath(options.data);
  const page = await runsReport(runs, { ...choice, data, task: await taskOf(options), split });
  choice.signal?.throwIfAborted();
  await writeFileAtomically(out, renderReport(page, { refresh }));
}

function tellStale(error: unknown): void {
  process.stderr.write(`The page stays as it was written last, until the next time: ${error instanceof Error ? error.message : String(error)}\n`);
}

async function keepFresh(seconds: number, write: () => Promise<void>, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    await setTimeout(seconds * 1000, undefined, { signal }).catch(() => undefined);
    if (signal?.aborted) return;
    // A run that is replaced or resumed at this moment, or a full disk, is no reason to have an old page in the morning.
    await write().catch((error: unknown) => {
      if (!signal?.aborted) tellStale(error);
    });
  }
}
