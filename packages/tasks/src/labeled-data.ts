import { noColumn, readRows, type Row, type TableLayout, textIn } from './readers/read-rows.js';

/** One text, or pair of texts, with its label. */
export interface LabeledExample {
  readonly text: string;
  readonly pair?: string;
  readonly label: string;
}

/** A text without a label. */
export type Unlabeled = Omit<LabeledExample, 'label'>;

/** Which columns hold what. */
export interface Columns extends TableLayout {
  readonly pair?: string;
  readonly label: string;
}

/** Whether the right answers must be there: not in the test files of GLUE. */
export type Gold = 'required' | 'optional';

/**
 * Reads labeled examples from a .tsv or .csv file with a header, or from .jsonl.
 *
 * @throws UserError for a file that is missing, empty, of another format or not UTF-8, a column that is not there, a
 *   row with another number of columns, an empty text; the message names the line
 */
export async function readLabeled(path: string, columns: Columns): Promise<LabeledExample[]> {
  return (await readRows(path, columns)).map((row) => ({ ...textsOf(row, columns), label: textIn(row, columns.label) }));
}

/** The text, or pair, of a row. */
export function textsOf(row: Row, columns: Pick<Columns, 'text' | 'pair'>, mayBeEmpty = false): Unlabeled {
  const text = textIn(row, columns.text, mayBeEmpty);
  return columns.pair === undefined ? { text } : { text, pair: textIn(row, columns.pair, mayBeEmpty) };
}

/** What a file without right answers is good for. */
export const WITHOUT_GOLD = 'Without right answers a file can only be answered: electra-evaluator score --submission FOLDER.';

/** What a row says under the label's column, by `read`; undefined where it lacks it and need not have it. */
export function goldOf<T>(row: Row, column: string, gold: Gold, read: (row: Row, column: string) => T): T | undefined {
  if (row.values[column] !== undefined) return read(row, column);
  if (gold === 'required') throw noColumn(row, column, WITHOUT_GOLD);
  return undefined;
}

/** The distinct labels, in numerical order where all are numbers, otherwise sorted as text. */
export function inferLabels(examples: readonly { readonly label: string }[]): string[] {
  const labels = [...new Set(examples.map((example) => example.label))];
  const numeric = labels.every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  return labels.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
}

/** The place of a label; @throws Error at one that is none of the task's, which `assertKnownLabels` tells users of before. */
export function classOf(classes: ReadonlyMap<string, number>, label: string): number {
  const place = classes.get(label);
  if (place === undefined) throw new Error(`classOf: expected ${[...classes.keys()].join(', ')}, received ${label}`);
  return place;
}
