import { UserError } from '@electra-ts/config';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { userPath } from '@electra-ts/cli';

/** One input of a command: a text, or a pair of texts. */
export interface InputText {
  readonly text: string;
  readonly pair?: string;
}

/** Where a command takes its texts from: exactly one of both. */
export interface InputChoice {
  /** A text given on the command line. */
  readonly text?: string;
  /** A file of one text a line, `-` for standard input. */
  readonly input?: string;
}

/**
 * Texts one after the other, in constant memory. A line is plain text, or a JSON object with `text` and perhaps `pair`. Empty lines
 * are passed over.
 *
 * @throws UserError where neither or both of text and input are given, the file cannot be read, or a line is not usable
 * (named by its number)
 */
export async function* inputTexts({ text, input }: InputChoice): AsyncGenerator<InputText> {
  if ((text === undefined) === (input === undefined)) {
    throw new UserError({
      what: 'There is no single source of text',
      expected: 'either --text or --input',
      received: text === undefined ? 'neither' : 'both',
    });
  }
  if (text !== undefined) {
    yield { text };
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
    if (value.trim() !== '') yield parseLine(value, name === '-' ? 'Standard input' : name, number);
  }
}

function parseLine(line: string, name: string, number: number): InputText {
  if (!line.trimStart().startsWith('{')) return { text: line };
  let value: Partial<Record<string, unknown>>;
  try {
    value = JSON.parse(line) as Partial<Record<string, unknown>>;
  } catch (cause) {
    throw new UserError(
      {
        what: `${name}, line ${number} is not JSON`,
        expected: 'plain text, or a JSON object with "text"',
        received: line.slice(0, 80),
      },
      { cause },
    );
  }
  const { text, pair } = value;
  if (typeof text !== 'string' || (pair !== undefined && typeof pair !== 'string')) {
    throw new UserError({
      what: `${name}, line ${number} has no text`,
      expected: 'a JSON object with a string "text", and perhaps a string "pair"',
      received: line.slice(0, 80),
    });
  }
  return pair === undefined ? { text } : { text, pair };
}
