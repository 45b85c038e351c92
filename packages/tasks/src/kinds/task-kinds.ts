import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile, UserError } from '@electra-ts/config';
import { sequenceArchitectures } from '@electra-ts/discriminator';
import type { TaskKindName } from '../task-file.js';
import { classification } from './classification.js';
import { multilabel } from './multilabel.js';
import { multipleChoice } from './multiple-choice.js';
import { questionAnswering } from './question-answering.js';
import { regression } from './regression.js';
import { tagging } from './tagging.js';
import type { TaskKind } from './task-kind.js';

/** Every kind of task, its own types forgotten: whoever uses one passes on only what it has got from the same one. */
export const kinds: Readonly<Record<TaskKindName, TaskKind>> = {
  classification,
  regression,
  multilabel,
  tagging,
  'question-answering': questionAnswering,
  'multiple-choice': multipleChoice,
};

const architecturesOf = (name: TaskKindName): readonly string[] => [kinds[name].architecture, ...(kinds[name].otherArchitectures ?? [])];

const fineTune = (model: string): string => `Fine-tune it first: electra-trainer finetune --task … --model ${model} --data … --out …`;

const holdsModel = (folder: string): boolean => existsSync(join(folder, 'config.json'));

const problemKinds: Readonly<Record<string, TaskKindName>> = {
  single_label_classification: 'classification',
  regression: 'regression',
  multi_label_classification: 'multilabel',
};

/**
 * What kind of task a model's folder is for, by its config.json: the head that it has.
 *
 * @throws UserError where it has none
 */
export async function kindOfModel(folder: string): Promise<TaskKindName> {
  const isRun = existsSync(join(folder, 'run.json'));
  if (!holdsModel(folder) && (isRun || ['discriminator', 'generator'].some((role) => holdsModel(join(folder, role))))) {
    throw new UserError({
      what: `${folder} is a ${isRun ? 'pre-training run' : 'checkpoint of pre-training'}`,
      expected: 'a fine-tuned model, which has a head for a task',
      remedy: fineTune(folder),
    });
  }
  const json = (await readConfigFile(join(folder, 'config.json'))) as {
    readonly architectures?: readonly string[];
    readonly problem_type?: string;
    readonly id2label?: object;
  } | null;
  const architecture = json?.architectures?.[0];
  if (architecture !== undefined && Object.values(sequenceArchitectures).includes(architecture)) {
    const single = Object.keys(json?.id2label ?? { 0: 0, 1: 1 }).length === 1;
    return problemKinds[json?.problem_type ?? (single ? 'regression' : 'single_label_classification')] ?? 'classification';
  }
  const found = (Object.keys(kinds) as TaskKindName[]).find((name) => architecturesOf(name).includes(architecture ?? ''));
  if (found !== undefined) return found;
  throw new UserError({
    what: `${folder} holds a model without a head for a task`,
    expected: `one of ${[...new Set((Object.keys(kinds) as TaskKindName[]).flatMap(architecturesOf))].join(', ')}`,
    received: architecture ?? 'no architectures in config.json',
    remedy: fineTune(folder),
  });
}
