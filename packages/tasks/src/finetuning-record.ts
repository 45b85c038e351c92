import { UserError } from '@electra-ts/config';
import type { ElectraConfig } from '@electra-ts/nn';
import { type Arithmetic, recordDifferences } from '@electra-ts/training';
import type { FinetuningConfig } from './finetuning-config.js';
import type { Recipe } from './recipe.js';
import type { Task } from './task-file.js';
import type { TaskMixing } from './task-mixing.js';

/** What a fine-tuning's record says of one task. */
export interface TaskRecord {
  /** Without `training`, of which the record's own is what came of it. */
  readonly task: Omit<Task, 'training'>;
  readonly training: Recipe;
  readonly labels: readonly string[];
  /** SHA-256 of the examples as they were read. */
  readonly data: { readonly path: string; readonly train: string; readonly dev: string };
}

/** What run.json holds under `config` while a fine-tuning goes on: what it is, as far as results depend on it, and where it runs. */
export type FinetuningRecord = RunRecord & (TaskRecord | { readonly tasks: readonly TaskRecord[]; readonly mixing: TaskMixing });

interface RunRecord {
  readonly kind: 'fine-tuning';
  /** Version of the packages that began it. */
  readonly packageVersion: string;
  readonly initialize: 'pretrained' | 'random';
  readonly seed: number;
  readonly model: {
    readonly path: string;
    readonly network: ElectraConfig;
    /** SHA-256 of the encoder's values; absent where it began at random. */
    readonly encoder?: string;
  };
  /** The tokenizer's fingerprint. */
  readonly tokenizer: string;
  readonly configuration: Pick<FinetuningConfig, 'checkpoint' | 'engine' | 'log'>;
  /** First line of the log: engine, threads, hardware. */
  readonly engine: string;
  /** Older versions did not record it. */
  readonly arithmetic: Arithmetic;
}

/** Where things lie and how the fine-tuning is watched: no result depends on it, but for last digits. */
const free = /^(packageVersion|model\.path|(tasks\.\d+\.)?data\.path|configuration|engine|arithmetic)(\.|$)/;
/** What the parameters' shapes and meanings depend on, so that not even force changes it. */
const fixed = /^(kind|model\.network|tokenizer|(tasks\.\d+\.)?(task\.kind|labels|training\.head))(\.|$)/;

/** Whether a record in run.json is a fine-tuning's. */
export function isFinetuningRecord(recorded: unknown): recorded is FinetuningRecord {
  return (recorded as Partial<FinetuningRecord> | null)?.kind === 'fine-tuning';
}

/**
 * Makes sure that a fine-tuning goes on as it began: the same task, recipe, model and data.
 *
 * @param force go on although something differs that parameters allow
 * @returns the differences, which are none without `force`
 * @throws UserError listing every difference
 */
export function assertSameFinetuning(recorded: unknown, now: FinetuningRecord, folder: string, force = false): string[] {
  if (!isFinetuningRecord(recorded)) {
    const received = String((recorded as { kind?: unknown } | null)?.kind);
    throw new UserError({ what: `The run in ${folder} is not a fine-tuning`, received, remedy: 'Choose another --out.' });
  }
  const [before, after] = [recorded, now].map(namesOf);
  if (before !== after) {
    throw new UserError({
      what: `The fine-tuning in ${folder} is of other tasks`,
      expected: before ?? `a fine-tuning of one task, ${'task' in recorded ? recorded.task.name : ''}`,
      received: after ?? 'one task',
      remedy: 'Resume it as it began, with the tasks in the same order, or begin another with --out; --force alone begins anew.',
    });
  }
  const different = recordDifferences(recorded, now).filter(({ key }) => !free.test(key));
  const changes = different.map(({ text }) => text);
  if (different.length === 0 || (force && !different.some(({ key }) => fixed.test(key)))) return changes;
  throw new UserError({
    what: `The fine-tuning in ${folder} cannot go on, because it differs from what is asked for: ${changes.join('; ')}`,
    remedy:
      'Resume it as it began, or begin another with --out; --force with --resume goes on with another recipe, data or ' +
      'starting model as long as network, tokenizer, labels and kind of task are the same, --force alone begins anew.',
  });
}

/** The tasks of several, which a resumed fine-tuning must have, in their order; undefined for one task. */
const namesOf = (record: FinetuningRecord): string | undefined => ('tasks' in record ? `the tasks ${record.tasks.map(({ task }) => task.name).join(', ')}` : undefined);
