import { pipeline, Readable } from 'node:stream';

import { UserError } from '@electra-ts/config';
import { CsvError, parse } from 'csv-parse';

import { type RowOptions, rowTooLong } from './json-rows.js';
import type { TableRow } from './table-row.js';
import { textColumnIndex } from './text-column.js';

/** See `delimitedRows`. */
export interface DelimitedOptions extends RowOptions {
  /** CSV has quotes (RFC 4180); in TSV they are characters like others (IANA's text/tab-separated-values). */
  readonly kind: 'csv' | 'tsv';
}

interface Parsed {
  readonly record: readonly string[];
  /** Lines read so far, this record's included. */
  readonly info: { readonly lines: number };
}

/**
 * The rows of CSV or TSV below a header that names the columns. A row with more or fewer cells than the header is
 * wrong, and the next one is read.
 *
 * @throws {UserError} for a column that is not there, quotes that do not close, and a row past the limit
 */
export async function* delimitedRows(chunks: AsyncIterable<string>, options: DelimitedOptions): AsyncGenerator<TableRow> {
  const { name, textColumn, maxRowLength, kind } = options;
  const parser = parse({
    delimiter: kind === 'csv' ? ',' : '\t',
    quote: kind === 'csv' ? '"' : null,
    // Otherwise the first line alone would say how lines end.
    record_delimiter: ['\n', '\r\n'],
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRowLength,
  });
  const rows = pipeline(Readable.from(chunks), parser, () => undefined) as AsyncIterable<Parsed>;
  let header: { readonly index: number; readonly width: number } | undefined;
  try {
    for await (const { record, info } of rows) {
      if (header === undefined) {
        header = { index: textColumnIndex(record, textColumn, name), width: record.length };
      } else if (record.length === header.width) {
        yield { text: record[header.index] };
      } else {
        yield { error: ragged(`${name}, line ${info.lines}`, header.width, record.length) };
      }
    }
  } catch (cause) {
    throw cause instanceof CsvError ? malformed(cause, name, maxRowLength) : cause;
  }
}

function ragged(where: string, expected: number, received: number): UserError {
  return new UserError({
    what: `The row that ends in ${where} does not fit the header`,
    expected: `${expected} cells`,
    received: String(received),
    remedy: 'Quote cells that contain the separator, or leave such rows out by --on-error skip',
  });
}

function malformed(cause: CsvError, name: string, limit: number): UserError {
  const where = `${name}, line ${String(cause['lines'])}`;
  if (cause.code === 'CSV_MAX_RECORD_SIZE') {
    return rowTooLong(where, limit);
  }
  return new UserError(
    {
      what: `${where} is not CSV`,
      expected: 'quotes that close, followed by a comma or the end of the line',
      received: cause.message,
      remedy: 'Write quotes inside of quoted cells twice, or use .tsv for text without quoting',
    },
    { cause },
  );
}
