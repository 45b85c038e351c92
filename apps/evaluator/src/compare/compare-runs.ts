import { UserError } from '@electra-ts/config';
import type { EngineChoice } from '@electra-ts/engine';
import { knownTasks, type Split, type Task } from '@electra-ts/tasks';
import { atEqual, type Budget, budgets, type Curve, type EqualPoint } from '../runs/curve.js';
import { differentTests } from '../runs/different-tests.js';
import { costOf } from '../runs/pretraining-curve.js';
import type { FinetunedRun, PretrainingRun, Runs } from '../runs/read-runs.js';
import { type Significance, significanceOf } from './significance.js';

/** Runs at equal steps, FLOPs and seconds, each in the order of the runs; null where not every run tells what it takes. */
export type AtEqual = Readonly<Record<Budget, readonly EqualPoint[] | null>>;

/** Pre-training runs side by side. */
export interface PretrainingComparison {
  readonly runs: readonly {
    readonly name: string;
    readonly objective: string;
    readonly parameters: number;
    readonly engine: string;
    /** How far it came, and what that cost. */
    readonly steps: number;
    readonly tokens: number;
    readonly flops: number;
    readonly seconds: number | null;
  }[];
  readonly equal: AtEqual;
  /** What keeps the runs' figures from being compared, see `differentTests`. */
  readonly notes: readonly string[];
}

/** Models that were fine-tuned on one task, side by side. */
export interface FinetunedComparison {
  readonly task: string;
  readonly metric: string;
  readonly models: readonly {
    readonly name: string;
    readonly model: string;
    readonly initialize: string;
    readonly seed: number;
    readonly examples: { readonly train: number; readonly dev: number };
    /** How many of these were cut. */
    readonly truncated: { readonly train: number; readonly dev: number };
    readonly steps: number;
    readonly seconds: number;
    readonly best: FinetunedRun['results']['best'];
  }[];
  readonly equal: AtEqual;
  /** Or why there is none. */
  readonly significance: Significance | { readonly unavailable: string };
}

/** What `compare --json` prints. */
export interface Comparison {
  readonly pretraining: PretrainingComparison | null;
  readonly finetuned: readonly FinetunedComparison[];
}

/** What significance needs. */
export interface CompareOptions extends EngineChoice {
  /** The dev data; no significance where absent. */
  readonly data?: string;
  /** What to read in it; the task known by the models' own name where absent. */
  readonly task?: Task;
  readonly split: Split;
  readonly resamples: number;
}

/**
 * Puts runs side by side.
 *
 * @throws UserError for fewer than two runs, for data that belongs to several tasks, and for a task that is not the models'
 */
export async function compareRuns({ pretraining, finetuned }: Runs, options: CompareOptions): Promise<Comparison> {
  const count = pretraining.length + finetuned.length;
  if (count < 2) {
    throw new UserError({ what: 'There is nothing to compare', expected: 'at least two runs', received: String(count) });
  }
  const tasks = [...new Set(finetuned.map(({ results }) => results.task))];
  if (options.data !== undefined && tasks.length !== 1) {
    throw new UserError({
      what: '--data is for significance, which compares models of one task',
      expected: 'fine-tuned models of one task',
      received: tasks.length === 0 ? 'none' : tasks.join(', '),
    });
  }
  if (options.data !== undefined && options.task !== undefined && options.task.name !== tasks[0]) {
    throw new UserError({
      what: 'The models were fine-tuned for another task than --task',
      expected: tasks[0],
      received: options.task.name,
      remedy: `A task file of other data for them says name: ${tasks[0]}.`,
    });
  }
  const comparisons: FinetunedComparison[] = [];
  for (const task of tasks) {
    comparisons.push(await compareModels(finetuned.filter(({ results }) => results.task === task), options));
  }
  return { pretraining: pretraining.length === 0 ? null : comparePretraining(pretraining), finetuned: comparisons };
}

function comparePretraining(runs: readonly PretrainingRun[]): PretrainingComparison {
  return {
    runs: runs.map(({ name, record, rows }) => {
      const steps = Math.max(0, ...rows.map(({ step }) => step));
      const seconds = rows.findLast((row) => typeof row['seconds'] === 'number')?.['seconds'];
      const { objective } = record.configuration;
      return {
        ...{ name, objective: objective.name, parameters: record.parameters.joint, engine: record.engine, steps },
        ...costOf(record, rows)(steps),
        seconds: typeof seconds === 'number' ? seconds : null,
      };
    }),
    equal: equalOf(runs.map(({ curve }) => curve)),
    notes: differentTests(runs),
  };
}

async function compareModels(models: readonly FinetunedRun[], options: CompareOptions): Promise<FinetunedComparison> {
  const [{ results }] = models;
  return {
    task: results.task,
    metric: results.metric,
    models: models.map(({ name, results: { model, initialize, seed, examples, truncated, history, steps, seconds, best } }) => {
      return { name, model, initialize, seed, examples, truncated, steps: history.at(-1)?.step ?? steps, seconds, best };
    }),
    equal: equalOf(models.map(({ curve }) => curve)),
    significance: await testModels(models, options),
  };
}

const equalOf = (curves: readonly Curve[]): AtEqual =>
  Object.fromEntries(budgets.map((budget) => [budget, curves.length < 2 ? null : atEqual(curves, budget)])) as unknown as AtEqual;

async function testModels(models: readonly FinetunedRun[], options: CompareOptions): Promise<FinetunedComparison['significance']> {
  const [{ results }] = models;
  const { data } = options;
  if (models.length < 2) return { unavailable: 'there is one model of this task' };
  if (data === undefined) return { unavailable: "it needs the models' answers: name the task's data by --data" };
  const task = options.task ?? (Object.hasOwn(knownTasks, results.task) ? knownTasks[results.task] : undefined);
  if (task === undefined) return { unavailable: `the task ${results.task} is not known by name: give its file by --task` };
  return significanceOf({ ...options, models, task, data });
}
