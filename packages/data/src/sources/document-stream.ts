import { UserError } from '@electra-ts/config';
import { cutText } from './cut-text.js';
import { lineGroups } from './line-groups.js';
import { type InputFile, resolveInputs } from './resolve-inputs.js';
import { textChunks } from './text-chunks.js';

/** A piece of text whose parts belong together; its lines are its sentences. */
export interface Document {
  /** Where it comes from: the file's path and a number within the file, `books/emma.txt#0`. */
  readonly id: string;
  readonly text: string;
}

/** How files become documents. */
export interface DocumentOptions {
  /** What ends a document in .txt and .md files: the end of the file (default), or a blank line as well. */
  readonly separator?: 'file' | 'blank-line';
  /** The key that holds a .jsonl row's text; default `text`. */
  readonly textKey?: string;
  /**
   * Longest document in UTF-16 units; longer ones come as several, cut at a line break or white space where possible.
   * It bounds the memory needed, and lets a held-out part be taken from a corpus of one large file. Default 65,536.
   */
  readonly maxDocumentLength?: number;
  /** Longest .jsonl row in UTF-16 units; default 64 Mi. */
  readonly maxRowLength?: number;
}

/**
 * The documents of files, folders (all .txt, .md and .jsonl below them, sorted) and globs, each file also as .gz. It
 * reads only as far as it is asked to, in bounded memory. Documents of white space only are left out.
 *
 * @throws {UserError} naming the file, and the place in it, where a path means no file, a file is not UTF-8, not of a
 *   known kind or damaged, a named file holds no text, or all of them together hold none
 */
export async function* documentStream(
  paths: readonly string[],
  options: DocumentOptions = {},
): AsyncGenerator<Document> {
  const { separator = 'file', textKey = 'text', maxDocumentLength = 1 << 16, maxRowLength = 1 << 26 } = options;
  const settings = { separator, textKey, maxDocumentLength, maxRowLength };
  for (const name of ['maxDocumentLength', 'maxRowLength'] as const) {
    if (!(settings[name] >= 1)) {
      throw new RangeError(`documentStream: expected ${name} of at least 1, received ${settings[name]}`);
    }
  }
  let total = 0;
  for (const file of await resolveInputs(paths)) {
    let number = 0;
    const texts = file.kind === 'jsonl' ? rowTexts(file, settings) : fileTexts(file, settings);
    for await (const text of texts) {
      if (text.trim() !== '') {
        yield { id: `${file.path}#${number++}`, text };
      }
    }
    if (number === 0 && file.isNamed) {
      throw new UserError({ what: `The input ${file.path} holds no text`, remedy: 'Leave it out, or check the file' });
    }
    total += number;
  }
  if (total === 0) {
    throw new UserError({
      what: `The input holds no text: ${paths.join(', ')}`,
      expected: 'at least one document',
      received: 'empty files',
    });
  }
}

type Settings = Required<DocumentOptions>;

async function* fileTexts({ path }: InputFile, settings: Settings): AsyncGenerator<string> {
  const { separator, maxDocumentLength } = settings;
  let lines: string[] = [];
  let length = 0;
  const take = (): string => {
    const text = lines.join('\n');
    lines = [];
    length = 0;
    return text;
  };
  for await (const group of lineGroups(textChunks(path), { limit: maxDocumentLength })) {
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

async function* rowTexts({ path }: InputFile, settings: Settings): AsyncGenerator<string> {
  const { textKey, maxDocumentLength, maxRowLength } = settings;
  const onTooLong = (line: number) =>
    new UserError({
      what: `${path}, line ${line}`,
      expected: `a row of at most ${maxRowLength} characters`,
      received: 'a longer one',
      remedy: 'Put one JSON object on each line, or raise maxRowLength',
    });
  let number = 0;
  for await (const group of lineGroups(textChunks(path), { limit: maxRowLength, onTooLong })) {
    for (const line of group) {
      number++;
      if (line.trim() !== '') {
        yield* cutText(rowText(line, textKey, `${path}, line ${number}`), maxDocumentLength);
      }
    }
  }
}

function rowText(line: string, textKey: string, where: string): string {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (cause) {
    throw new UserError(
      { what: `${where} is not JSON`, expected: `{"${textKey}": "…"}`, received: (cause as Error).message },
      { cause },
    );
  }
  const isObject = typeof row === 'object' && row !== null && !Array.isArray(row);
  const text = isObject ? (row as Readonly<Record<string, unknown>>)[textKey] : undefined;
  if (typeof text !== 'string') {
    throw new UserError({
      what: `${where} has no text`,
      expected: `an object with a string under "${textKey}"`,
      received: isObject ? `the keys ${Object.keys(row as object).join(', ') || '(none)'}` : line.slice(0, 60),
      remedy: 'Name the key that holds the text',
    });
  }
  return text;
}
