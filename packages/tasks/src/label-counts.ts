import { showValue } from '@electra-ts/config';
import type { MultilabelExample } from './kinds/multilabel.js';
import type { TaggedExample } from './kinds/tagging.js';
import type { LabeledExample } from './labeled-data.js';
import type { TaskKindName } from './task-file.js';

/** A label, and how many training examples have it; of tagging, how many words. */
export interface LabelCount {
  readonly label: string;
  readonly count: number;
}

/** How often a label is seen where one that is seen once may be a slip. */
const MANY = 10;

/** Labels that are told by name. */
const SHOWN = 12;

/**
 * How often training shows each label.
 *
 * @param labels in the order of the model's outputs
 * @returns none for kinds of task whose outputs are no labels of examples
 */
export function labelCounts(kind: TaskKindName, train: readonly object[], labels: readonly string[]): LabelCount[] {
  if (!['classification', 'multilabel', 'tagging'].includes(kind)) return [];
  const counts = new Map(labels.map((label) => [label, 0]));
  for (const label of train.flatMap((example) => labelsOf(kind, example))) {
    const before = counts.get(label);
    if (before !== undefined) counts.set(label, before + 1);
  }
  return [...counts].map(([label, count]) => ({ label, count }));
}

function labelsOf(kind: TaskKindName, example: object): readonly string[] {
  if (kind === 'tagging') return (example as TaggedExample).tags ?? [];
  return kind === 'multilabel' ? ((example as MultilabelExample).labels ?? []) : [(example as LabeledExample).label];
}

/** Labels with their counts on one line, the first dozen where there are more. */
export function labelsInWords(counts: readonly LabelCount[]): string {
  const more = counts.length - SHOWN;
  return [...counts.slice(0, SHOWN).map(inWords), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/**
 * What a user should hear of labels that were taken from the examples, where every slip is a class of its own: those that
 * differ only in case or outer white space, and those that are seen once where most are seen often.
 */
export function doubtfulLabels(counts: readonly LabelCount[]): string[] {
  const alike = new Map<string, LabelCount[]>();
  for (const each of counts) {
    const plain = each.label.trim().toLowerCase();
    alike.set(plain, [...(alike.get(plain) ?? []), each]);
  }
  const groups = [...alike.values()].filter(({ length }) => length > 1);
  const rare = counts.filter((each) => each.count === 1 && !groups.some((group) => group.includes(each)));
  const isSlip = 2 * counts.filter(({ count }) => count >= MANY).length >= counts.length;
  return [
    ...groups.map((group) => `The labels ${group.map(inWords).join(' and ')} differ only in case or outer white space and are learned as different ones. ${REMEDY}`),
    ...(rare.length > 0 && isSlip ? [`Training shows a label once where it shows most of the others often: ${labelsInWords(rare)}. ${REMEDY}`] : []),
  ];
}

const REMEDY = 'Correct slips in the data; where a task file names all labels, others are refused.';

/** With quotation marks where white space would be overlooked. */
const inWords = ({ label, count }: LabelCount): string => `${/^\S+$/.test(label) ? label : showValue(label)} (${count})`;
