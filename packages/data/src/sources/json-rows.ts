import { UserError } from '@electra-ts/config';

import { lineGroups } from './line-groups.js';
import type { TableRow } from './table-row.js';
import { missingColumn, noText } from './text-column.js';

/** What rows are read from, and where their text is. */
export interface RowOptions {
  /** The file, as errors call it. */
  readonly name: string;
  readonly textColumn: string;
  /** Longest row in UTF-16 units. */
  readonly maxRowLength: number;
}

/**
 * The rows of JSON Lines: an object on each line. Blank lines are no rows.
 *
 * @throws {UserError} for a row past the limit
 */
export async function* jsonRows(chunks: AsyncIterable<string>, options: RowOptions): AsyncGenerator<TableRow> {
  const { name, textColumn, maxRowLength } = options;
  const onTooLong = (line: number) => rowTooLong(`${name}, line ${line}`, maxRowLength);
  let number = 0;
  for await (const group of lineGroups(chunks, { limit: maxRowLength, onTooLong })) {
    for (const line of group) {
      number++;
      if (line.trim() !== '') {
        yield jsonRow(line, textColumn, `${name}, line ${number}`);
      }
    }
  }
}

/** The error for a row past the limit. */
export function rowTooLong(where: string, limit: number): UserError {
  return new UserError({
    what: where,
    expected: `a row of at most ${limit} characters`,
    received: 'a longer one',
    remedy: 'Check that the rows end where they should, or read them through the library with a larger maxRowLength',
  });
}

function jsonRow(line: string, column: string, where: string): TableRow {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (cause) {
    const parts = { what: `${where} is not JSON`, expected: `{"${column}": "…"}`, received: (cause as Error).message };
    return { error: new UserError(parts, { cause }) };
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return { error: noText(column, where, row) };
  }
  if (!Object.hasOwn(row, column)) {
    return { error: missingColumn(Object.keys(row), column, where) };
  }
  const text = (row as Readonly<Record<string, unknown>>)[column];
  return typeof text === 'string' ? { text } : { error: noText(column, where, text) };
}
