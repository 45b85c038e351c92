import { UserError } from '@electra-ts/config';
import type { EngineChoice } from '@electra-ts/engine';
import { type AnsweredSplit, answerSplit, type BootstrapScores, bootstrapScores, pairedDifference, type PairedDifference, type Split, type Task } from '@electra-ts/tasks';
import type { FinetunedRun } from '../runs/read-runs.js';

/** Differences between models of one task on the same examples. */
export interface Significance {
  readonly split: Split;
  readonly examples: number;
  readonly metric: string;
  readonly resamples: number;
  /** Of all examples, in the order of the models. */
  readonly scores: readonly number[];
  /** Every model with every later one, by name. */
  readonly pairs: readonly (PairedDifference & { readonly first: string; readonly second: string })[];
}

/** What `significanceOf` is told. */
export interface SignificanceOptions extends EngineChoice {
  readonly models: readonly FinetunedRun[];
  readonly task: Task;
  readonly data: string;
  readonly split: Split;
  readonly resamples: number;
}

/**
 * Lets each model answer the same examples and tests their differences by the paired bootstrap.
 *
 * @throws UserError for data or a model that cannot be used, and for a metric that the task does not have
 */
export async function significanceOf({ models, task, data, split, resamples, ...choice }: SignificanceOptions): Promise<Significance> {
  const { metric = models[0].results.metric } = task;
  const answered: AnsweredSplit[] = [];
  // One after the other: each takes the whole machine.
  for (const { folder } of models) answered.push(await answerSplit({ ...choice, model: folder, task, data, split }));
  const count = answered[0].examples.length;
  const scoreOf = (sample: readonly number[]) =>
    answered.map(({ examples, answers, kind, context }) => {
      const drawn = kind.score(sample.map((place) => examples[place]), sample.map((place) => answers[place]), context);
      return drawn[metric] ?? NaN;
    });
  const { signal } = choice;
  const scores: BootstrapScores = await bootstrapScores({ count, scoreOf, resamples, signal });
  if (scores.observed.some(Number.isNaN)) {
    throw new UserError({ what: `${metric} has no value on the ${split} examples of ${data}`, received: `${count} examples` });
  }
  const pairs = models.flatMap((first, a) =>
    models.slice(a + 1).map((second, after) => ({
      first: first.name,
      second: second.name,
      ...pairedDifference(scores, a, a + 1 + after),
    })),
  );
  return { split, examples: count, metric, resamples, scores: scores.observed, pairs };
}
