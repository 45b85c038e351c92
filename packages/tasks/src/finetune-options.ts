import type { LabelCount } from './label-counts.js';
import type { Recipe } from './recipe.js';
import type { Task } from './task-file.js';

/** A task, and where its examples are. */
export interface TaskToLearn {
  readonly task: Task;
  /** Folder with the task's files. */
  readonly data: string;
}

/** What every fine-tuning is told. */
export interface FinetuningOptions<Start> {
  /** A model's folder, a checkpoint, or a run, whose newest good checkpoint is taken; not in `out`. */
  readonly model: string;
  /**
   * Folder for the fine-tuned model; it must not exist, or be empty, or with `force` or `resume` hold a fine-tuning. While
   * training goes on it holds checkpoints. What somebody puts beside these or beside the model stays there. It must not be a
   * mount point: the finished model takes its place by a rename.
   */
  readonly out: string;
  /** `random` trains the same network from nothing, to show what pre-training is worth. Default `pretrained`. */
  readonly initialize?: 'pretrained' | 'random';
  /** Go on with the fine-tuning in `out`, told as it was begun; one that is finished is left as it is. */
  readonly resume?: boolean;
  /** Replace the fine-tuning that `out` holds; with `resume`, go on with it although something has changed. */
  readonly force?: boolean;
  /** Stops after the step in progress; what was done is saved, to be resumed. */
  readonly signal?: AbortSignal;
  /** Hears once what is about to run, before the first step. */
  readonly onStart?: (start: Start) => void;
}

/** What `finetune` is told. */
export interface FinetuneOptions extends TaskToLearn, FinetuningOptions<FinetuningStart> {
  /** A value for `finetuningConfig`; `{}` when absent. */
  readonly configuration?: unknown;
}

/** What `finetuneTasks` is told. */
export interface FinetuneTasksOptions extends FinetuningOptions<FinetuneTasksStart> {
  /** In any order; no two of one name, which is that of the task's folder below `out`. */
  readonly tasks: readonly TaskToLearn[];
  /** A value for `multitaskConfig`; `{}` when absent. */
  readonly configuration?: unknown;
}

/** What is known when training begins. */
interface Beginning {
  readonly engine: string;
  /** Updates done before: 0, or the step of the checkpoint that is resumed. */
  readonly from: number;
  readonly steps: number;
}

/** What is known of one task when training begins. */
interface TaskBeginning {
  readonly recipe: Recipe;
  readonly labels: readonly string[];
  /** How many training examples have each, or words of tagging; none where labels are no part of examples. */
  readonly labelCounts: readonly LabelCount[];
  /** Picks the best evaluation. */
  readonly metric: string;
  readonly examples: { readonly train: number; readonly dev: number };
}

/** What is known when training of one task begins. */
export interface FinetuningStart extends Beginning, TaskBeginning {}

/** What is known when training of several tasks begins. */
export interface FinetuneTasksStart extends Beginning {
  readonly tasks: readonly (TaskBeginning & {
    /** The task's name. */
    readonly task: string;
    /** How many of the steps are its own. */
    readonly steps: number;
  })[];
}

/** One task of a fine-tuning, and where what is its own goes. */
export interface PlacedTask extends TaskToLearn {
  /** Folder of its model below `out`; '' where it is `out` itself. */
  readonly folder: string;
  /** Begins the names of what is its own among the metrics, settings and parameters of all; '' where it is the only one. */
  readonly prefix: string;
}

/** The tasks of a fine-tuning; `finetuneTasks` gives each a folder and a prefix of its own, be it only one. */
export function placedTasks(options: FinetuneOptions | FinetuneTasksOptions): PlacedTask[] {
  if (!('tasks' in options)) return [{ task: options.task, data: options.data, folder: '', prefix: '' }];
  return options.tasks.map(({ task, data }) => ({ task, data, folder: task.name, prefix: `${task.name}/` }));
}

/** A record with a prefix before each key. */
export function withPrefix<T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [prefix + key, value]));
}

/** Of a record, what `withPrefix` put there. */
export function withoutPrefix<T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> {
  const own = Object.entries(record).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}
