import { constants } from 'node:buffer';

import { UserError } from '@electra-ts/config';

import { lineGroups } from './line-groups.js';
import type { TableRow } from './table-row.js';
import { correctOrSkip, missingColumn, noText, textRow } from './text-column.js';

/** Longest string that there can be, in UTF-16 units: about 512 Mi. */
export const longestString = constants.MAX_STRING_LENGTH;

/** What rows are read from, and where their text is. */
export interface RowOptions {
  /** The file, as errors call it. */
  readonly name: string;
  readonly textColumn: string;
  /** Longest row in UTF-16 units. */
  readonly maxRowLength: number;
}

/**
 * The rows of JSON Lines: an object on each line. Blank lines are no rows. A row past the limit is an error as soon as it is
 * known to be, and the next one is read.
 */
export async function* jsonRows(chunks: AsyncIterable<string>, options: RowOptions): AsyncGenerator<TableRow> {
  const { name, textColumn, maxRowLength } = options;
  const tooLong = (line: number): TableRow => ({ error: rowTooLong(`${name}, line ${line}`, maxRowLength) });
  let number = 0;
  for await (const group of lineGroups(chunks, { limit: maxRowLength, tooLong })) {
    for (const line of group) {
      number++;
      if (typeof line !== 'string') {
        yield line;
      } else if (line.trim() !== '') {
        yield jsonRow(line, textColumn, `${name}, line ${number}`);
      }
    }
  }
}

/**
 * The error for a row past the limit.
 *
 * @param remedy where a larger `maxRowLength` would not help
 */
export function rowTooLong(where: string, limit: number, remedy?: string): UserError {
  const raise = 'raise the limit by --max-row-length (maxRowLength); memory grows with it';
  return new UserError({
    what: `${where} is too long`,
    expected: `a row of at most ${limit} characters`,
    received: 'a longer one',
    remedy: remedy ?? `Check that the rows end where they should, or ${limit < longestString ? raise : 'divide it: no string can be longer'}`,
  });
}

function jsonRow(line: string, column: string, where: string): TableRow {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (cause) {
    const parts = {
      what: `${where} is not JSON`,
      expected: `{"${column}": "…"}`,
      received: (cause as Error).message,
      remedy: correctOrSkip,
    };
    return { error: new UserError(parts, { cause }) };
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return { error: noText(column, where, row) };
  }
  if (!Object.hasOwn(row, column)) {
    return { error: missingColumn(Object.keys(row), column, where) };
  }
  return textRow((row as Readonly<Record<string, unknown>>)[column], column, where);
}
