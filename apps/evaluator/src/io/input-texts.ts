import { UserError } from '@electra-ts/config';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { userPath } from '@electra-ts/cli';

/** Where a command takes its texts from: exactly one of both. */
export interface InputChoice {
  /** A text given on the command line. */
  readonly text?: string;
  /** A file of one text a line, `-` for standard input. */
  readonly input?: string;
}

/** A line's values, plain text being `{ text }`; or why they could not be read. */
export type InputRecord =
  | { readonly where: string; readonly values: Readonly<Record<string, unknown>> }
  | { readonly where: string; readonly error: UserError };

/**
 * The lines of an input one after the other, in constant memory. A line is plain text, or a JSON object. Empty lines are
 * passed over.
 *
 * @throws UserError where neither or both of text and input are given, or the file cannot be read
 */
export async function* inputRecords({ text, input }: InputChoice): AsyncGenerator<InputRecord> {
  if ((text === undefined) === (input === undefined)) {
    throw new UserError({
      what: 'There is no single source of text',
      expected: 'either --text or --input',
      received: text === undefined ? 'neither' : 'both',
    });
  }
  if (text !== undefined) {
    yield { where: '--text', values: { text } };
    return;
  }
  const name = input as string;
  const bytes = name === '-' ? process.stdin : createReadStream(userPath(name));
  // A line that is opened after the file failed never comes: errors reach the reader only through this promise.
  const failed = new Promise<never>((_, reject) => bytes.once('error', reject));
  const lines = createInterface({ input: bytes, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (let number = 1; ; number++) {
    const { done, value } = await Promise.race([lines.next(), failed]).catch((cause: Error) => {
      throw new UserError({ what: `${name} cannot be read`, received: cause.message }, { cause });
    });
    if (done) return;
    if (value.trim() !== '') yield parseLine(value, `${name === '-' ? 'Standard input' : name}, line ${number}`);
  }
}

function parseLine(line: string, where: string): InputRecord {
  if (!line.trimStart().startsWith('{')) return { where, values: { text: line } };
  try {
    return { where, values: JSON.parse(line) as Readonly<Record<string, unknown>> };
  } catch (cause) {
    const error = new UserError(
      { what: `${where} is not JSON`, expected: 'plain text, or a JSON object', received: line.slice(0, 80) },
      { cause },
    );
    return { where, error };
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
    throw new UserError({ what: `${record.where}: ${cause.message}` }, { cause });
  }
}

/** A line's text. */
export function textOf({ text }: Readonly<Record<string, unknown>>): string {
  if (typeof text === 'string') return text;
  throw new UserError({ what: 'It has no text', expected: 'plain text, or a JSON object with a string "text"' });
}
