import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { userPath } from '@electra-ts/cli';
import { UserError } from '@electra-ts/config';
import type { RunRecord } from '@electra-ts/pretraining';
import { finetunedFolder, type FinetuningResults, readResults } from '@electra-ts/tasks';
import { type MetricsRow, RunFolder } from '@electra-ts/training';
import type { Curve } from './curve.js';
import { pretrainingCurve } from './pretraining-curve.js';

/** A pre-training run's folder: run.json and metrics.jsonl. */
export interface PretrainingRun {
  readonly name: string;
  readonly folder: string;
  readonly record: RunRecord;
  readonly rows: readonly MetricsRow[];
  readonly curve: Curve;
}

/** A fine-tuned model's folder: results.json beside the model. Of a fine-tuning that goes on, that of the best so far. */
export interface FinetunedRun {
  readonly name: string;
  readonly folder: string;
  readonly results: FinetuningResults;
  readonly curve: Curve;
}

/** What a user's folders hold, in their order. */
export interface Runs {
  readonly pretraining: readonly PretrainingRun[];
  readonly finetuned: readonly FinetunedRun[];
}

/**
 * Reads runs. A folder that `finetune --seeds` wrote stands for the models of all of its seeds.
 *
 * @param paths as the user typed them
 * @param warn hears of damaged checkpoints that are passed over
 * @throws UserError for a folder that is neither a pre-training run nor a fine-tuned model, and for the same one twice
 */
export async function readRuns(paths: readonly string[], warn: (message: string) => void = () => undefined): Promise<Runs> {
  const folders = (await Promise.all(paths.map((path) => withSeeds(userPath(path))))).flat();
  const twice = folders.find((folder, i) => folders.findIndex((other) => resolve(other) === resolve(folder)) < i);
  if (twice !== undefined) throw new UserError({ what: `${twice} is named twice`, expected: 'different runs' });
  const names = shortNames(folders);
  const pretraining: PretrainingRun[] = [];
  const finetuned: FinetunedRun[] = [];
  for (const [i, folder] of folders.entries()) {
    const name = names[i];
    const model = await finetunedFolder(folder, warn, { verifies: false });
    const results = await readResults(model);
    if (results !== null) finetuned.push({ name, folder: model, results, curve: results.history });
    else if (existsSync(join(folder, 'run.json'))) pretraining.push(await readPretraining(name, folder));
    else throw noRun(folder);
  }
  return { pretraining, finetuned };
}

async function readPretraining(name: string, folder: string): Promise<PretrainingRun> {
  const { config, metrics: rows } = await RunFolder.inspect(folder);
  const record = config as RunRecord;
  if (record.kind !== 'pretraining') {
    throw new UserError({ what: `The run in ${folder} is not a pre-training run`, received: String(record.kind) });
  }
  return { name, folder, record, rows, curve: pretrainingCurve(record, rows) };
}

/** The folders of a folder's seeds, or itself where it has none. */
async function withSeeds(folder: string): Promise<string[]> {
  const path = join(folder, 'seeds.json');
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return [folder];
  try {
    const { seeds } = JSON.parse(text) as { readonly seeds: readonly { readonly seed: number }[] };
    return seeds.map(({ seed }) => join(folder, `seed-${seed}`));
  } catch {
    throw new UserError({ what: `${path} is damaged`, expected: '{"seeds": [{"seed": …}, …]}', received: text.slice(0, 60) });
  }
}

/** As much of each path's end as tells it from the others. */
export function shortNames(folders: readonly string[]): string[] {
  const ends = (depth: number) =>
    folders.map((folder) => {
      const parts = [basename(resolve(folder))];
      for (let at = dirname(resolve(folder)); parts.length < depth && at !== dirname(at); at = dirname(at)) parts.unshift(basename(at));
      return parts.join('/');
    });
  for (let depth = 1; ; depth++) {
    const names = ends(depth);
    if (new Set(names).size === names.length || names.every((name, i) => name === ends(depth + 1)[i])) return names;
  }
}

function noRun(folder: string): UserError {
  return new UserError({
    what: `${folder} is no run`,
    expected: 'a pre-training run (a folder with run.json), a fine-tuned model (with results.json) or the seeds of one (with seeds.json)',
    received: existsSync(folder) ? 'a path without any of them' : 'a path that does not exist',
  });
}
