import { readFile } from 'node:fs/promises';
import { UserError } from '@electra-ts/config';

/**
 * The text of a file, without a byte order mark.
 *
 * @throws UserError where it cannot be read, or is not UTF-8
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const what = cause.code === 'ENOENT' ? `${path}: there is no such file.` : `${path} cannot be read: ${cause.message}.`;
    throw new UserError({ what }, { cause });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError({ what: `${path} is not UTF-8 text.`, remedy: 'Convert it to UTF-8.' }, { cause });
  }
}

/** The value of a JSON text, undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
