import { didYouMean, UserError } from '@electra-ts/config';

import type { TableRow } from './table-row.js';

/**
 * The place of a column among those that a table has.
 *
 * @param where the file, as errors call it
 * @throws {UserError} where it has no such column: with those that it has, and the likeliest one
 */
export function textColumnIndex(columns: readonly string[], column: string, where: string): number {
  const index = columns.indexOf(column);
  if (index < 0) {
    throw missingColumn(columns, column, where);
  }
  return index;
}

/** The error for a table or a row without the column that should have the text. */
export function missingColumn(columns: readonly string[], column: string, where: string): UserError {
  const meant = didYouMean(column, columns);
  return new UserError({
    what: `${where} has no column "${column}"`,
    expected: 'a column with text',
    received: columns.length === 0 ? 'no columns' : `the columns ${columns.join(', ')}`,
    remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Name the column by --text-column (textColumn)`,
  });
}

/** What to do about a row that cannot be used. */
export const correctOrSkip = 'Correct the row, or leave such rows out by --on-error skip (onError)';

/**
 * The row that a cell makes, or what is wrong with it: a NUL character is in no text, whether it is written as such (`textChunks` refuses the
 * byte), as JSON's \\u0000 or in a Parquet string.
 */
export function textRow(value: unknown, column: string, where: string): TableRow {
  if (typeof value !== 'string') {
    return { error: noText(column, where, value) };
  }
  const nul = value.indexOf('\0');
  return nul < 0 ? { text: value } : { error: notText(column, where, nul) };
}

function notText(column: string, where: string, nul: number): UserError {
  return new UserError({
    what: `${where} is not text`,
    expected: `text in column "${column}"`,
    received: `a NUL character (U+0000), character ${nul + 1} of it`,
    remedy: correctOrSkip,
  });
}

/** The error for a row whose text is none. */
export function noText(column: string, where: string, value: unknown): UserError {
  return new UserError({
    what: `${where} has no text`,
    expected: `a string in column "${column}"`,
    received: value === undefined ? 'nothing' : shown(value).slice(0, 60),
    remedy: 'Name the column that holds the text by --text-column (textColumn), or correct the row',
  });
}

/** Parquet has numbers that JSON lacks. */
function shown(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
}
