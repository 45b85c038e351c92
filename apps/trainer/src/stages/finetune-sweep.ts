import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { applySettings, parseConfig } from '@electra-ts/config';
import { finetuningConfig, qualityOf } from '@electra-ts/tasks';
import { finetuneSeeds, type FinetuneJob, type SeedsResult } from './finetune-seeds.js';
import type { Combination } from './sweep-axis.js';

/** How one combination went, over its seeds. */
export interface CombinationResult extends Pick<SeedsResult, 'median' | 'values' | 'seeds'> {
  /** Such as `training.learningRate=3e-4`. */
  readonly settings: readonly string[];
  readonly out: string;
  /** The seeds' lowest and highest value. */
  readonly range: readonly [number, number];
}

/** How a sweep went. */
export interface SweepResult {
  readonly task: string;
  /** The metric on the development examples that medians are of. */
  readonly metric: string;
  /** The combination with the best median; the earlier of equals. */
  readonly best: CombinationResult;
  readonly combinations: readonly CombinationResult[];
}

/** Name of the file that holds a `SweepResult`, beside the combinations' folders. */
const sweepFile = 'sweep.json';

/**
 * Fine-tunes with every combination of settings and some seeds, each combination in a folder of its own with a folder for
 * each seed. With `resume`, what is finished stays as it is.
 *
 * @throws UserError for settings that no fine-tuning can have, before the first begins; the signal's reason where it was
 *   stopped before its end
 */
export async function finetuneSweep(job: FinetuneJob, all: readonly Combination[], seeds: number): Promise<SweepResult> {
  const { task, quiet } = job;
  const tried = all.map((each) => ({ ...each, configuration: applySettings(job.configuration, [...each.settings]) as FinetuneJob['configuration'] }));
  for (const { name, configuration } of tried) parseConfig(finetuningConfig, configuration, `The configuration of ${name}`);
  const results: CombinationResult[] = [];
  let metric = '';
  for (const { name, settings, configuration } of tried) {
    const own = { out: join(job.out, name), shown: join(job.shown, name), title: `${job.title} ${name}`, configuration };
    const { metric: ofSeeds, median, values, seeds: found } = await finetuneSeeds({ ...job, ...own }, seeds);
    metric = ofSeeds;
    results.push({ settings, out: own.out, median, range: [Math.min(...values), Math.max(...values)], values, seeds: found });
  }
  const quality = ({ median }: CombinationResult) => qualityOf({ kind: task.kind, metric }, { [metric]: median });
  const best = results.reduce((a, b) => (quality(b) > quality(a) ? b : a));
  const result = { task: task.name, metric, best, combinations: results };
  await writeFileAtomically(join(job.out, sweepFile), `${JSON.stringify(result, null, 2)}\n`);
  if (!quiet) process.stderr.write(`${sweepTable(result).join('\n')}\n`);
  return result;
}

/** A line for each combination, and one that names the best. */
export function sweepTable({ metric, best, combinations }: SweepResult): string[] {
  const shown = combinations.map((each) => each.settings.join(' '));
  const width = Math.max(...shown.map(({ length }) => length));
  const row = ({ median, range: [low, high], values }: CombinationResult, i: number) =>
    `${shown[i].padEnd(width)}  median ${metric} ${median.toFixed(4)}, ${low.toFixed(4)} to ${high.toFixed(4)} (${values.length} ${values.length === 1 ? 'seed' : 'seeds'})`;
  return [...combinations.map(row), `best by median: ${best.settings.join(' ')}; models in ${best.out}`];
}
