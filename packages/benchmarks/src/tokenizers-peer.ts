import { UserError } from '@electra-ts/config';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What Python's `tokenizers` took to read and encode the same text. */
export interface TokenizersRun {
  /** Version of the package. */
  readonly version: string;
  readonly seconds: number;
  /** Without special tokens. */
  readonly tokens: number;
  readonly residentBytes: number;
}

const script = fileURLToPath(new URL('../../../tools/peers/encode_lines.py', import.meta.url));

/**
 * Encodes the lines of .txt files with Python's `tokenizers`, in a process of its own, on all cores.
 *
 * @throws UserError where the script or a Python with tokenizers is not there, or it finds no text
 */
export async function runTokenizersPeer(python: string, tokenizer: string, input: readonly string[]): Promise<TokenizersRun> {
  if (!existsSync(script)) {
    throw new UserError({
      what: 'The tokenizers peer is not part of the published package',
      expected: 'tools/peers/encode_lines.py of the repository',
      remedy: 'Run --peers from a clone.',
    });
  }
  return new Promise((resolve, reject) => {
    execFile(python, [script, '--tokenizer', tokenizer, ...input], (error, out, complaint) => {
      if (error === null) {
        resolve(JSON.parse(out) as TokenizersRun);
        return;
      }
      const received = (complaint || error.message).trim().split('\n').at(-1);
      const remedy = 'Install it (pip install tokenizers), name another interpreter with --python, or give it folders or files of .txt.';
      reject(new UserError({ what: `Python's tokenizers cannot run with ${python}`, received, remedy }, { cause: error }));
    });
  });
}
