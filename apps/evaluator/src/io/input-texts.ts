import { UserError } from '@electra-ts/config';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { addAbortSignal } from 'node:stream';
import { userPath } from '@electra-ts/cli';
import { oneLine } from './one-line.js';
import { refuseBlank } from './refuse-blank.js';

/** Where a command takes its texts from: exactly one of both. */
export interface InputChoice {
  /** A text given on the command line, or a JSON object as a line of the input has it. */
  readonly text?: string;
  /** A file of one text a line, `-` for standard input. */
  readonly input?: string;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** A line's values, plain text being `{ text }`; or why they could not be read. */
export type InputRecord =
  | { readonly where: string; readonly values: Readonly<Record<string, unknown>> }
  | { readonly where: string; readonly error: UserError };

/**
 * The lines of an input one after the other, in constant memory. A line is plain text, or a JSON object. One that is blank is an error in its
 * place, so that answers line up with lines; those at the end of the input are passed over.
 *
 * @throws UserError where neither or both of text and input are given, or the input is a table, cannot be read or holds no text; the
 *   reason of `signal`, also while a line is waited for
 */
export async function* inputRecords({ text, input, signal }: InputChoice): AsyncGenerator<InputRecord> {
  if ((text === undefined) === (input === undefined)) {
    throw new UserError({
      what: 'There is no single source of text',
      expected: 'either --text or --input',
      received: text === undefined ? 'neither' : 'both',
    });
  }
  if (text !== undefined) {
    yield parseText(text, '--text');
    return;
  }
  const name = input as string;
  refuseTable(name);
  const called = name === '-' ? 'Standard input' : name;
  const bytes = name === '-' ? process.stdin : createReadStream(userPath(name));
  // One character a byte: only LF and CR end lines, and each line can be told by itself whether it is UTF-8.
  bytes.setEncoding('latin1');
  // A line that is opened after the file failed never comes: errors reach the reader only through this promise.
  const failed = new Promise<never>((_, reject) => bytes.once('error', reject));
  if (signal) addAbortSignal(signal, bytes);
  const lines = createInterface({ input: bytes, crlfDelay: Infinity })[Symbol.asyncIterator]();
  let found = false;
  // Of the lines just read; those at the end of the input are none of its texts.
  let blank = 0;
  for (let number = 1; ; number++) {
    const { done, value } = await Promise.race([lines.next(), failed]).catch((cause: Error) => {
      signal?.throwIfAborted();
      throw new UserError({ what: `${name} cannot be read`, received: cause.message }, { cause });
    });
    if (done) break;
    if (value.trim() === '') {
      blank++;
      continue;
    }
    for (; blank > 0; blank--) yield parseText('', `${called}, line ${number - blank}`);
    found = true;
    yield parseLine(Buffer.from(value, 'latin1'), `${called}, line ${number}`);
  }
  if (!found) throw new UserError({ what: `${called} holds no text`, expected: 'one text a line, plain or as a JSON object', received: 'nothing' });
}

/** Lines of a table would be taken for texts, its header and its labels with them. */
function refuseTable(name: string): void {
  const ending = /\.(tsv|csv|parquet)$/i.exec(name)?.[0];
  if (ending === undefined) return;
  throw new UserError({
    what: `${name} is a table`,
    expected: 'a file of one text a line, or of JSON objects',
    received: `the ending ${ending}`,
    remedy: "Save its texts without header and labels as .txt or .jsonl. A task's own table is answered by electra-evaluator score --submission FOLDER.",
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseLine(bytes: Uint8Array, where: string): InputRecord {
  let line: string;
  try {
    line = utf8.decode(bytes);
  } catch (cause) {
    const remedy = 'Convert it, for instance with iconv.';
    return { where, error: new UserError({ what: `${where} is not UTF-8 text`, expected: 'UTF-8', received: 'other bytes', remedy }, { cause }) };
  }
  return parseText(line, where);
}

function parseText(line: string, where: string): InputRecord {
  if (line.trim() === '') return { where, error: new UserError({ what: `${where} is blank`, expected: 'plain text, or a JSON object' }) };
  if (!line.trimStart().startsWith('{')) return { where, values: { text: line } };
  try {
    return { where, values: JSON.parse(line) as Readonly<Record<string, unknown>> };
  } catch (cause) {
    const error = new UserError(
      { what: `${where} is not JSON`, expected: 'plain text, or a JSON object', received: oneLine(line.slice(0, 80)) },
      { cause },
    );
    return { where, error };
  }
}

/**
 * The records as they are, for a command that reads one text of a line.
 *
 * @param warn hears once of a line with a "pair", which belongs to such a text for other commands
 */
export async function* lonely(records: AsyncIterable<InputRecord>, warn: (message: string) => void): AsyncGenerator<InputRecord> {
  let told = false;
  for await (const record of records) {
    if (!told && 'values' in record && record.values['pair'] !== undefined) {
      warn(`${record.where}: "pair" is not read, only "text": this command judges one text. Further lines that have one are not named.`);
      told = true;
    }
    yield record;
  }
}

/**
 * What a command reads out of a line's values.
 *
 * @throws UserError naming the line where `read` finds it wanting
 */
export function valueOf<T>(record: InputRecord, read: (values: Readonly<Record<string, unknown>>) => T): T {
  if ('error' in record) throw record.error;
  try {
    return read(record.values);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError({ what: `${record.where}: ${oneLine(cause.message)}` }, { cause });
  }
}

/** A line's text, which is not blank. */
export function textOf({ text }: Readonly<Record<string, unknown>>): string {
  if (typeof text === 'string') return refuseBlank({ text }).text;
  throw new UserError({ what: 'It has no text', expected: 'plain text, or a JSON object with a string "text"' });
}
