import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '@electra-ts/tokenizer';

const bin = join(__dirname, '..', 'bin', 'electra-trainer.mjs');
const words = ['the', 'chef', 'judge', 'whale', 'ate', 'saw', 'meal', 'law', 'sea', '.'];

/** What a command left behind. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A folder in which a user stands and types commands. */
export class UserFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'trainer-'));

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** How a process is started: in the folder, without npm's and nx's word of where the tests' own caller stands. */
  get standing() {
    return { cwd: this.path, env: { ...process.env, INIT_CWD: undefined, npm_command: undefined, NX_TASK_TARGET_TARGET: undefined } };
  }

  /** What node is given to run a command. */
  static argv(args: readonly string[]): string[] {
    return [bin, ...args];
  }

  /** Runs the built command as a user does. */
  run(...args: string[]): Promise<Ended> {
    return new Promise((resolve) => {
      execFile(process.execPath, UserFolder.argv(args), this.standing, (error, out, err) =>
        resolve({ status: error ? Number(error.code) : 0, out, err }),
      );
    });
  }

  /** Runs what must be refused: status 2, one paragraph, no stack, and nothing at `x`. */
  async refused(args: readonly string[], message: RegExp): Promise<void> {
    const { status, out, err } = await this.run(...args);
    expect(err).toMatch(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).not.toMatch(/\n\s+at /);
    expect(existsSync(this.at('x'))).toBe(false);
  }

  /** `text`: sixty files of eight sentences. */
  writeText(): void {
    mkdirSync(this.at('text'));
    const line = (n: number) => `the ${['chef', 'judge', 'whale'][n % 3]} ${['ate', 'saw'][n % 2]} the ${['meal', 'law', 'sea'][n % 3]} .`;
    for (let n = 0; n < 60; n++) {
      writeFileSync(this.at('text', `${n}.txt`), Array.from({ length: 8 }, (_, i) => line(n + i)).join('\n'));
    }
  }

  /** `tokenizer`, of the words in `text`. */
  async writeTokenizer(): Promise<void> {
    await Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words]).save(this.at('tokenizer'));
  }

  /** `data`: `text` in examples of 16 tokens. */
  async writeData(): Promise<Ended> {
    this.writeText();
    await this.writeTokenizer();
    return this.run('prepare', '--input', 'text', '--tokenizer', 'tokenizer', '--out', 'data', '--sequence-length', '16', '--json');
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
