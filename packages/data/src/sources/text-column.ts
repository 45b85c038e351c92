import { didYouMean, UserError } from '@electra-ts/config';

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

/** The error for a row whose text is none. */
export function noText(column: string, where: string, value: unknown): UserError {
  return new UserError({
    what: `${where} has no text`,
    expected: `a string in column "${column}"`,
    received: value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value)).slice(0, 60),
    remedy: 'Name the column that holds the text by --text-column (textColumn), or correct the row',
  });
}
