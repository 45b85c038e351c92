import { type FileHandle, open } from 'node:fs/promises';

import { UserError } from '@electra-ts/config';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

import { ExpansionLimit } from './expansion-limit.js';
import type { TableRow } from './table-row.js';
import { correctOrSkip, textColumnIndex, textRow } from './text-column.js';
import { unreadable } from './text-chunks.js';

/** See `parquetRows`. */
export interface ParquetOptions {
  readonly textColumn: string;
  /** See `ExpansionLimit`. */
  readonly maxExpansion: number;
}

/**
 * The rows of a Parquet file, by position: the text column of one row group is in memory at a time, other columns are
 * not read at all.
 *
 * @throws {UserError} for a column that is not there, a file that is cut short or damaged, and one that grows too large
 */
export async function* parquetRows(path: string, options: ParquetOptions): AsyncGenerator<TableRow> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    yield* fileRows(path, await buffer(file), options);
  } catch (cause) {
    throw cause instanceof UserError ? cause : damaged(path, cause);
  } finally {
    await file?.close();
  }
}

async function* fileRows(path: string, file: AsyncBuffer, options: ParquetOptions): AsyncGenerator<TableRow> {
  const { textColumn, maxExpansion } = options;
  const { metadata, columns } = await readFooter(file).catch((cause: unknown) => {
    throw damaged(`the footer of ${path}`, cause);
  });
  textColumnIndex(columns, textColumn, path);
  const limit = new ExpansionLimit(path, maxExpansion);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    checkSize(group, textColumn, limit);
    const rows = await parquetReadObjects({
      file,
      metadata,
      columns: [textColumn],
      rowStart,
      rowEnd,
      compressors,
      parsers: { stringFromBytes },
    }).catch((cause: unknown) => {
      throw damaged(`rows ${rowStart + 1} to ${rowEnd} of ${path}`, cause);
    });
    for (const [i, row] of rows.entries()) {
      yield tableRow(row[textColumn], textColumn, `${path}, row ${rowStart + i + 1}`);
    }
    rowStart = rowEnd;
  }
}

/** What a file says of itself, at its end. */
async function readFooter(file: AsyncBuffer): Promise<{ metadata: FileMetaData; columns: string[] }> {
  const metadata = await parquetMetadataAsync(file);
  return { metadata, columns: parquetSchema(metadata).children.map(({ element }) => element.name) };
}

/** Sizes are known before anything is decompressed. */
function checkSize(group: FileMetaData['row_groups'][number], column: string, limit: ExpansionLimit): void {
  for (const { meta_data } of group.columns) {
    if (meta_data?.path_in_schema[0] === column) {
      limit.addCompressed(Number(meta_data.total_compressed_size));
      limit.addDecompressed(Number(meta_data.total_uncompressed_size));
    }
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes themselves where they are not UTF-8, so that the error can name the row. */
function stringFromBytes(bytes: Uint8Array | undefined): string | Uint8Array | undefined {
  try {
    return bytes && decoder.decode(bytes);
  } catch {
    return bytes;
  }
}

function tableRow(value: unknown, column: string, where: string): TableRow {
  if (ArrayBuffer.isView(value)) {
    return { error: new UserError({ what: `${where} is not UTF-8 text`, expected: 'UTF-8', received: 'other bytes', remedy: correctOrSkip }) };
  }
  return textRow(value, column, where);
}

async function buffer(file: FileHandle): Promise<AsyncBuffer> {
  const { size } = await file.stat();
  return {
    byteLength: size,
    async slice(start: number, end: number = size) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      if (bytesRead < bytes.length) {
        throw new Error(`it ends before byte ${end}`);
      }
      return bytes.buffer;
    },
  };
}

function damaged(path: string, cause: unknown): UserError {
  if (typeof (cause as NodeJS.ErrnoException).syscall === 'string') {
    return unreadable(path, 'none', cause);
  }
  return new UserError(
    {
      what: `Cannot read ${path}`,
      expected: 'a whole Parquet file',
      // What the library stumbles over is no message of its own.
      received: cause instanceof TypeError ? `damaged bytes (${cause.message})` : cause instanceof Error ? cause.message : String(cause),
      remedy: 'Fetch or write the file anew, or leave it out',
    },
    { cause },
  );
}
