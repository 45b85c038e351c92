import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UserError } from '@electra-ts/config';
import type { Task } from './task-file.js';

/** One text, or pair of texts, with its label. */
export interface LabelledExample {
  readonly text: string;
  readonly pair?: string;
  readonly label: string;
}

/** A text without a label. */
export type Unlabelled = Omit<LabelledExample, 'label'>;

/** Parts of a labelled data set. */
export type Split = 'train' | 'dev' | 'test';

type Columns = Pick<Task, 'text' | 'pair' | 'label'>;

/** A row's values by column, with where it stands. */
interface Row {
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
}

const readers: Readonly<Record<string, (path: string, content: string) => Row[]>> = {
  '.tsv': readTsv,
  '.jsonl': readJsonLines,
};

/**
 * Reads labelled examples from a .tsv file with a header, or from .jsonl.
 *
 * @throws UserError for a file that is missing, empty, of another format or not UTF-8, a column that is not there, a
 *   row with another number of columns, an empty text; the message names the line
 */
export async function readLabelled(path: string, columns: Columns): Promise<LabelledExample[]> {
  const read = readers[extname(path)];
  if (!read) {
    throw new UserError({
      what: `${path}: labelled data of this format cannot be read.`,
      expected: 'a .tsv file with a header line, or .jsonl with one object a line',
    });
  }
  const rows = read(path, await readUtf8(path));
  if (rows.length === 0) {
    throw new UserError({ what: `${path} holds no examples.`, expected: 'at least one labelled example' });
  }
  return rows.map(({ line, values }) => {
    const value = (column: string) => textOf(values, column, `${path}:${line}`);
    const example = { text: value(columns.text), label: value(columns.label) };
    return columns.pair === undefined ? example : { ...example, pair: value(columns.pair) };
  });
}

/**
 * Finds the file of a split: the task's own name for it, else the one `split.*` that can be read.
 *
 * @returns null where the folder has none
 * @throws UserError where the folder does not exist, holds several, or lacks the file that the task names
 */
export async function findSplit(folder: string, split: Split, task: Pick<Task, 'files'>): Promise<string | null> {
  const names = await readdir(folder).catch(() => {
    throw new UserError({ what: `${folder}: there is no such folder.`, expected: 'a folder with train.tsv and dev.tsv' });
  });
  const named = task.files[split];
  if (named !== undefined) {
    if (names.includes(named)) return join(folder, named);
    throw new UserError({
      what: `${folder} has no ${named}, the task's ${split} file.`,
      received: names.join(', ') || 'an empty folder',
    });
  }
  const found = names.filter((name) => Object.keys(readers).some((extension) => name === split + extension));
  if (found.length > 1) {
    throw new UserError({
      what: `${folder} has several ${split} files: ${found.join(', ')}.`,
      remedy: `Name one in the task file, as files.${split}.`,
    });
  }
  return found.length === 1 ? join(folder, found[0]) : null;
}

/** The distinct labels, in numerical order where all are numbers, otherwise sorted as text. */
export function inferLabels(examples: readonly LabelledExample[]): string[] {
  const labels = [...new Set(examples.map((example) => example.label))];
  const numeric = labels.every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  return labels.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
}

async function readUtf8(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const what = cause.code === 'ENOENT' ? `${path}: there is no such file.` : `${path} cannot be read: ${cause.message}.`;
    throw new UserError({ what }, { cause });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError({ what: `${path} is not UTF-8 text.`, remedy: 'Convert it to UTF-8.' }, { cause });
  }
}

/** Tabs separate, nothing quotes: the layout of GLUE's files, whose texts have quotation marks of their own. */
function readTsv(path: string, content: string): Row[] {
  const [header, ...rest] = content.split(/\r?\n/);
  const columns = header.split('\t');
  return rest.flatMap((text, index) => {
    if (text === '') return [];
    const line = index + 2;
    const cells = text.split('\t');
    if (cells.length !== columns.length) {
      throw new UserError({
        what: `${path}:${line} does not have the columns of the header.`,
        expected: `${columns.length} columns (${columns.join(', ')}), separated by tabs`,
        received: `${cells.length} columns`,
      });
    }
    return [{ line, values: Object.fromEntries(columns.map((column, i) => [column, cells[i]])) }];
  });
}

function readJsonLines(path: string, content: string): Row[] {
  return content.split(/\r?\n/).flatMap((text, index) => {
    if (text.trim() === '') return [];
    const line = index + 1;
    const values = parseJson(text);
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      throw new UserError({ what: `${path}:${line} is not a JSON object.`, received: text.slice(0, 60) });
    }
    return [{ line, values: values as Row['values'] }];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(values: Row['values'], column: string, where: string): string {
  const value = values[column];
  if (value === undefined) {
    throw new UserError({
      what: `${where}: there is no column '${column}'.`,
      received: Object.keys(values).join(', '),
      remedy: 'A task file names its columns with text, pair and label.',
    });
  }
  const text = typeof value === 'string' ? value : typeof value === 'object' ? '' : String(value);
  if (text.trim() === '') throw new UserError({ what: `${where}: column '${column}' is empty or not text.` });
  return text;
}
