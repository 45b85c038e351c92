import type { Calibration } from './calibration.js';

/** How often each right label got each answer. */
export interface Confusion {
  /** Of rows and columns alike. */
  readonly labels: readonly string[];
  /** [right label][answer] examples, or words. */
  readonly counts: readonly (readonly number[])[];
}

/** How well one label is found. */
export interface LabelResult {
  readonly label: string;
  /** Share of the answers with this label that are right; 0 where there are none. */
  readonly precision: number;
  /** Share of the examples with this label that are found; 0 where there are none. */
  readonly recall: number;
  readonly f1: number;
  /** How often it is right, and how often it was answered. */
  readonly gold: number;
  readonly predicted: number;
}

/** An answer that was wrong. */
export interface Mistake {
  /** Place of the example in the file, from 0. */
  readonly place: number;
  /** The example's parts by name, in the order in which they are read. */
  readonly input: Readonly<Record<string, string>>;
  readonly right: string;
  readonly answer: string;
  /** How wrong, larger for worse; what it counts depends on the kind of task. */
  readonly wrongness: number;
}

/** Answers to labeled examples, looked at closely. What a kind of task has not is absent. */
export interface Examination {
  readonly confusion?: Confusion;
  readonly perLabel?: readonly LabelResult[];
  readonly calibration?: Calibration;
  /** All of them, the worst first. */
  readonly mistakes: readonly Mistake[];
}

/** Looks at a kind's answers. `labels` are the model's, in order. */
export type Examine<Example, Answer> = (
  examples: readonly Example[],
  answers: readonly Answer[],
  labels: readonly string[],
) => Examination;

/** Precision, recall and F1 out of counts. */
export function labelResult(label: string, { both, gold, predicted }: { readonly both: number; readonly gold: number; readonly predicted: number }): LabelResult {
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return { label, precision: share(both, predicted), recall: share(both, gold), f1: share(2 * both, gold + predicted), gold, predicted };
}

/** Counts pairs of a right label and an answer; labels that occur besides the known ones are added at the end. */
export function confusionOf(pairs: readonly (readonly [gold: string, answer: string])[], known: readonly string[]): Confusion {
  const labels = [...new Set([...known, ...pairs.flat()])];
  const places = new Map(labels.map((label, place) => [label, place]));
  const counts = labels.map(() => labels.map(() => 0));
  for (const [gold, answer] of pairs) counts[places.get(gold) as number][places.get(answer) as number]++;
  return { labels, counts };
}

/** Each label's results out of a confusion. */
export function labelsOfConfusion({ labels, counts }: Confusion): LabelResult[] {
  return labels.map((label, place) =>
    labelResult(label, {
      both: counts[place][place],
      gold: counts[place].reduce((sum, count) => sum + count, 0),
      predicted: counts.reduce((sum, row) => sum + row[place], 0),
    }),
  );
}

/** The worst first; of equals, the earlier. */
export const worstFirst = (mistakes: readonly Mistake[]): Mistake[] => [...mistakes].sort((a, b) => b.wrongness - a.wrongness || a.place - b.place);
