import { extname } from 'node:path';
import { UserError } from '@electra-ts/config';
import { CsvError, parse } from 'csv-parse/sync';
import type { TaskKindName } from '../task-file.js';
import { parsedJson, readTextFile } from './read-text-file.js';

/** A row's values by column, with where it stands. */
export interface Row {
  /** File and line, for messages. */
  readonly where: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Of the task that it is an example of, for messages. */
  readonly kind?: TaskKindName | undefined;
}

/** How a table is to be read, as task files say it. */
export interface TableLayout {
  /** A column that the header has if there is one. */
  readonly text: string;
  /** Names of the columns of a file without a header. */
  readonly header?: readonly string[];
  /** A column's name in some files -> its name. */
  readonly rename?: Readonly<Record<string, string>>;
  readonly raggedRows?: 'refuse' | 'skip';
  readonly kind?: TaskKindName;
}

const columnsOfTexts = 'text, pair and label';

/** The keys of a task file that name columns. */
const columnKeys: Readonly<Record<TaskKindName, string>> = {
  classification: columnsOfTexts,
  regression: columnsOfTexts,
  multilabel: columnsOfTexts,
  tagging: 'text and label',
  'question-answering': 'question, context and answers',
  'multiple-choice': 'text, question, choices and label',
};

const readers: Readonly<Record<string, (path: string, content: string, layout: TableLayout) => Row[]>> = {
  '.tsv': (path, content, layout) => tableRows(path, tsvRecords(content), layout, 'tabs'),
  '.csv': (path, content, layout) => tableRows(path, csvRecords(path, content), layout, 'commas, quoted where they hold commas'),
  '.jsonl': readJsonLines,
};

/** Endings of the files that `readRows` reads. */
export const rowExtensions: readonly string[] = Object.keys(readers);

/**
 * The rows of a .tsv or .csv file, or the objects of .jsonl.
 *
 * @throws UserError for a file that is missing, empty, of another format or not UTF-8, and a row with another number of
 *   columns; the message names the line
 */
export async function readRows(path: string, layout: TableLayout): Promise<Row[]> {
  const read = readers[extname(path)];
  if (!read) {
    throw new UserError({
      what: `${path}: labeled data of this format cannot be read.`,
      expected: 'a .tsv or .csv file with a header line, or .jsonl with one object a line',
    });
  }
  const rows = read(path, await readTextFile(path), layout).map((row) => ({ ...row, kind: layout.kind }));
  if (rows.length === 0) {
    throw new UserError({ what: `${path} holds no examples.`, expected: 'at least one labeled example' });
  }
  return rows;
}

/** A line of a table, or several where a quoted cell spans them. */
interface TableRecord {
  /** The line that it ends in, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Tabs separate, nothing quotes: the layout of GLUE's files, whose texts have quotation marks of their own. */
function tsvRecords(content: string): TableRecord[] {
  return content.split(/\r?\n/).flatMap((text, index) => (text === '' && index > 0 ? [] : [{ line: index + 1, cells: text.split('\t') }]));
}

/** RFC 4180: commas separate, quotes enclose cells that hold commas, quotes (twice) or line ends. */
function csvRecords(path: string, content: string): TableRecord[] {
  const options = { info: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\n', '\r\n'] };
  try {
    const records = parse(content, options) as unknown as readonly { readonly record: string[]; readonly info: { readonly lines: number } }[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new UserError(
      {
        what: `${path}, line ${String(cause['lines'])} is not CSV`,
        expected: 'quotes that close, followed by a comma or the end of the line',
        received: cause.message,
        remedy: 'Write quotes inside of quoted cells twice, or use .tsv for text without quoting.',
      },
      { cause },
    );
  }
}

function tableRows(path: string, records: readonly TableRecord[], layout: TableLayout, separated: string): Row[] {
  const first = (records[0]?.cells ?? []).map((cell) => layout.rename?.[cell] ?? cell);
  const bare = layout.header !== undefined && !first.includes(layout.text);
  const columns = bare ? (layout.header ?? first) : first;
  return records.slice(bare ? 0 : 1).flatMap(({ line, cells }) => {
    const where = `${path}:${line}`;
    if (cells.length !== columns.length) {
      if (layout.raggedRows === 'skip') return [];
      throw new UserError({
        what: `${where} does not have the columns of the header.`,
        expected: `${columns.length} columns (${columns.join(', ')}), separated by ${separated}`,
        received: `${cells.length} columns`,
      });
    }
    return [{ where, values: Object.fromEntries(columns.map((column, i) => [column, cells[i]])) }];
  });
}

function readJsonLines(path: string, content: string, { rename = {} }: TableLayout): Row[] {
  return content.split(/\r?\n/).flatMap((text, index) => {
    if (text.trim() === '') return [];
    const where = `${path}:${index + 1}`;
    const values = parsedJson(text);
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      throw new UserError({ what: `${where} is not a JSON object.`, received: text.slice(0, 60) });
    }
    return [{ where, values: Object.fromEntries(Object.entries(values).map(([key, value]) => [rename[key] ?? key, value])) }];
  });
}

/**
 * The text in a column.
 *
 * @throws UserError where there is no such column, or it is empty and must not be
 */
export function textIn(row: Row, column: string, mayBeEmpty = false): string {
  const { where, values } = row;
  const value = values[column];
  if (value === undefined) throw noColumn(row, column);
  const text = typeof value === 'string' ? value : typeof value === 'object' ? '' : String(value);
  if (text.trim() === '' && !(mayBeEmpty && value === text)) throw new UserError({ what: `${where}: column '${column}' is empty or not text.` });
  return text;
}

/**
 * The error of a row that lacks a column.
 *
 * @param more what else may help
 */
export function noColumn({ where, values, kind = 'classification' }: Row, column: string, more?: string): UserError {
  return new UserError({
    what: `${where}: there is no column '${column}'.`,
    received: Object.keys(values).join(', '),
    remedy: [`A task file names its columns with ${columnKeys[kind]}.`, ...(more === undefined ? [] : [more])].join(' '),
  });
}
