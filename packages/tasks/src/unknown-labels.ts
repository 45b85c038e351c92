import { showValue, UserError } from '@electra-ts/config';
import type { MultilabelExample } from './kinds/multilabel.js';
import type { TaggedExample } from './kinds/tagging.js';
import type { LabeledExample } from './labeled-data.js';
import type { Split } from './readers/find-split.js';
import type { TaskKindName } from './task-file.js';

/** One part of a task's data, as it was read. */
export interface PartOfTask {
  readonly split: Split;
  readonly kind: TaskKindName;
  /** In the order of the file; with `holdOut`, of those that belong to the part. */
  readonly examples: readonly object[];
}

/**
 * Refuses examples that have a label which no output of the model stands for, before anything is computed. Tags are not refused: the
 * words of a test file may have some that are new, which count as missed, as conlleval has it; see `unknownTags`.
 *
 * @param folder of the task's data
 * @param labels in the order of the model's outputs
 * @throws UserError at the first, with the example's number and text
 */
export function assertKnownLabels(folder: string, { split, kind, examples }: PartOfTask, labels: readonly string[]): void {
  const known = new Set(labels);
  for (const [place, example] of examples.entries()) {
    const unknown = labelsOf(kind, example).find((label) => !known.has(label));
    if (unknown === undefined) continue;
    const { text } = example as LabeledExample;
    throw new UserError({
      what: `Example ${place + 1} of the ${split} data of ${folder} has a label that the task does not know`,
      expected: labels.join(', '),
      received: `${unknown}, of ${showValue(text)}`,
      remedy: "Correct it, leave the example out, or train with examples of the label; a task file's labels name all that there are.",
    });
  }
}

function labelsOf(kind: TaskKindName, example: object): readonly string[] {
  if (kind === 'multilabel') return (example as MultilabelExample).labels ?? [];
  const { label } = example as Partial<LabeledExample>;
  return kind === 'classification' && label !== undefined ? [label] : [];
}

/** What a user should hear of words whose tags the model cannot learn or answer; undefined where there are none. */
export function unknownTags({ split, kind, examples }: PartOfTask, labels: readonly string[]): string | undefined {
  if (kind !== 'tagging') return undefined;
  const known = new Set(labels);
  const counts = new Map<string, number>();
  for (const tag of (examples as readonly TaggedExample[]).flatMap(({ tags = [] }) => tags)) {
    if (!known.has(tag)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  if (counts.size === 0) return undefined;
  const listed = [...counts].map(([tag, words]) => `${tag} (${words})`).join(', ');
  const outcome = split === 'train' ? 'It does not learn them' : 'It never answers them, and they count as missed';
  return `The ${split} data has tags that are none of the model's, each with how many words have it: ${listed}. ${outcome}.`;
}
