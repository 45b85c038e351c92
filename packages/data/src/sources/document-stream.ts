import { resolve } from 'node:path';

import { UserError } from '@electra-ts/config';

import { BadInput, type BadInputOptions } from './bad-input.js';
import { cutText } from './cut-text.js';
import { delimitedRows } from './delimited-rows.js';
import { httpBytes, isUrl } from './http-bytes.js';
import { type ByteInput, fileBytes, inputBytes } from './input-bytes.js';
import type { InputKind } from './input-kind.js';
import { jsonRows, longestString } from './json-rows.js';
import { lineGroups } from './line-groups.js';
import { parquetRows } from './parquet-rows.js';
import { type InputFile, resolveInputs, stdinPath } from './resolve-inputs.js';
import type { TableRow } from './table-row.js';
import { textChunks, unreadable } from './text-chunks.js';
import { warcRows } from './warc-rows.js';
import { wikiRows } from './wiki-rows.js';

/** A piece of text whose parts belong together; its lines are its sentences. */
export interface Document {
  /** Where it comes from: the file's path and a number within the file, `books/emma.txt#0`. */
  readonly id: string;
  readonly text: string;
  /** What it comes from, as `sourceNames` or a mixture call it; `prepare` counts by it. */
  readonly source?: string;
  /** Whatever else its source knows of it. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** How files become documents. */
export interface DocumentOptions extends BadInputOptions {
  /** What ends a document in .txt and .md files: the end of the file (default), or a blank line as well. */
  readonly separator?: 'file' | 'blank-line';
  /** The column, or key, that holds the text of .jsonl, .csv, .tsv and .parquet rows; default `text`. */
  readonly textColumn?: string;
  /** Kind of standard input (default `txt`) and of named files whose names say none. */
  readonly format?: InputKind;
  /**
   * Longest document in UTF-16 units; longer ones come as several, cut at a line break or white space where possible.
   * It bounds the memory needed, and lets a held-out part be taken from a corpus of one large file. Default 65,536, at most 64 Mi.
   */
  readonly maxDocumentLength?: number;
  /** Longest .jsonl, .csv or .tsv row in UTF-16 units, .warc or .wet record, or page in one when it is decompressed, in bytes; default 64 Mi, at most what a string can hold (512 Mi). Pages of .xml: at most 2 Mi. */
  readonly maxRowLength?: number;
  /** How many times larger a file may become when it is decompressed, past the first 64 MiB; default 200. */
  readonly maxExpansion?: number;
  /** Names of the sources that documents say they come from, one for each path; without them they name none. */
  readonly sourceNames?: readonly string[];
  /** Hears the path of each file of another kind below a folder, which is left out; each time that the folder is read. */
  readonly onLeftOut?: (path: string) => void;
  /** What the path `-` reads; default the process's standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/**
 * The documents of files, folders (all .txt, .md, .jsonl, .csv, .tsv, .parquet, .warc, .wet and .xml below them, sorted), globs, http(s) addresses
 * and `-`, which is standard input; each file but .parquet also as .gz, .bz2 and .zst. It reads only as far as it is asked to, in
 * bounded memory. Documents of white space only are left out.
 *
 * @throws {UserError} naming the file, and the place in it, where a path means no file, a file is not UTF-8, not of a
 *   known kind or damaged, a row has no text, a named file holds no text, or all of them together hold none
 */
export async function* documentStream(
  paths: readonly string[],
  options: DocumentOptions = {},
): AsyncGenerator<Document> {
  const settings = withDefaults(options);
  const bad = new BadInput(options);
  let total = 0;
  for (const file of await resolveInputs(paths, options.format, options.onLeftOut)) {
    let number = 0;
    bad.begin(resolve(file.path));
    const source = options.sourceNames?.[file.input];
    try {
      for await (const text of textsOf(file, settings, bad)) {
        if (text.trim() !== '') {
          yield { id: `${file.path}#${number++}`, text, ...(source !== undefined && { source }) };
        }
      }
      if (number === 0 && file.isNamed) {
        throw new UserError({
          what: `The input ${nameOf(file)} holds no text`,
          remedy: 'Leave it out, or check the file',
        });
      }
    } catch (error) {
      bad.meet(error);
    }
    total += number;
  }
  if (total === 0) {
    throw new UserError({
      what: `The input holds no text: ${paths.join(', ')}`,
      expected: 'at least one document',
      received: bad.firstMessage === undefined ? 'empty files' : `errors, of which the first is: ${bad.firstMessage}`,
    });
  }
}

type Settings = Required<Pick<DocumentOptions, 'separator' | 'textColumn' | 'maxDocumentLength' | 'maxRowLength' | 'maxExpansion'>> &
  Pick<DocumentOptions, 'stdin'>;

function withDefaults(options: DocumentOptions): Settings {
  const { separator = 'file', textColumn = 'text', maxDocumentLength = 1 << 16, stdin } = options;
  const { maxRowLength = 1 << 26, maxExpansion = 200 } = options;
  const settings = { separator, textColumn, maxDocumentLength, maxRowLength, maxExpansion, stdin };
  for (const [name, most] of Object.entries(largest)) {
    const value = settings[name as keyof typeof largest];
    if (!(value >= 1 && value <= most)) {
      throw new UserError({
        what: `The option ${name} is out of range`,
        expected: most === Infinity ? 'at least 1' : `from 1 to ${most}`,
        received: String(value),
      });
    }
  }
  return settings;
}

/** A whole document is encoded at once, and a row is one string. */
const largest = { maxDocumentLength: 1 << 26, maxRowLength: longestString, maxExpansion: Infinity };

const nameOf = ({ path }: InputFile): string => (path === stdinPath ? 'standard input' : path);

function textsOf(file: InputFile, settings: Settings, bad: BadInput): AsyncGenerator<string> {
  const { stdin = process.stdin, maxExpansion } = settings;
  const open = () => (file.path === stdinPath ? stdin : isUrl(file.path) ? httpBytes(file.path) : fileBytes(file.path));
  const input: ByteInput = { name: nameOf(file), open, compression: file.compression, maxExpansion };
  const { kind } = file;
  switch (kind) {
    case 'txt':
    case 'md':
      return fileTexts(textChunks(input), settings);
    case 'jsonl':
      return rowTexts(jsonRows(textChunks(input), { ...settings, name: input.name }), settings, bad);
    case 'csv':
    case 'tsv':
      return rowTexts(delimitedRows(textChunks(input), { ...settings, name: input.name, kind }), settings, bad);
    case 'warc':
    case 'wet':
      return rowTexts(warcRows(readableBytes(input), { ...settings, name: input.name }), settings, bad);
    case 'xml':
      return rowTexts(wikiRows(textChunks(input), { ...settings, name: input.name }), settings, bad);
    case 'parquet':
      return rowTexts(parquetRows(file.path, settings), settings, bad);
  }
}

/** Bytes whose errors are the user's. */
async function* readableBytes(input: ByteInput): AsyncGenerator<Uint8Array> {
  try {
    yield* inputBytes(input);
  } catch (cause) {
    throw cause instanceof UserError ? cause : unreadable(input.name, input.compression, cause);
  }
}

async function* rowTexts(rows: AsyncIterable<TableRow>, settings: Settings, bad: BadInput): AsyncGenerator<string> {
  for await (const row of rows) {
    if ('error' in row) {
      bad.meet(row.error);
    } else {
      yield* cutText(row.text, settings.maxDocumentLength);
    }
  }
}

async function* fileTexts(chunks: AsyncIterable<string>, settings: Settings): AsyncGenerator<string> {
  const { separator, maxDocumentLength } = settings;
  let lines: string[] = [];
  let length = 0;
  const take = (): string => {
    const text = lines.join('\n');
    lines = [];
    length = 0;
    return text;
  };
  for await (const group of lineGroups(chunks, { limit: maxDocumentLength })) {
    for (const line of group) {
      const isBorder = separator === 'blank-line' && line.trim() === '';
      if (lines.length > 0 && (isBorder || length + line.length > maxDocumentLength)) {
        yield take();
      }
      if (!isBorder) {
        lines.push(line);
        length += line.length + 1;
      }
    }
  }
  yield take();
}
