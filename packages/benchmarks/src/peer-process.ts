import { UserError } from '@electra-ts/config';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What one step of a peer took. */
export interface PeerStep {
  readonly seconds: number;
  readonly residentBytes: number;
}

/** Scripts in tools/peers that run a step when a line asks for one. */
export type PeerScript = 'joint_step.py' | 'classification_step.py' | 'classify_texts.py' | 'classify_texts.mjs';

/** A peer in a process of its own. It writes what it is, as JSON on a line, when its first step is behind it, and a line of figures for each step. */
export class PeerProcess<Ready extends object> {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(
    private readonly what: string,
    process: ChildProcessWithoutNullStreams,
    lines: AsyncIterator<string>,
    /** What it said of itself. */
    readonly ready: Ready,
  ) {
    this.#process = process;
    this.#lines = lines;
  }

  /**
   * Starts a peer and waits until its first step is behind it.
   *
   * @param options.what names it in messages
   * @param options.interpreter what runs the script
   * @param options.remedy what a user does where it cannot run
   * @throws UserError where the script is not there or cannot run
   */
  static async start<Ready extends object>(options: {
    readonly what: string;
    readonly script: PeerScript;
    readonly interpreter: string;
    readonly args: readonly string[];
    readonly remedy: string;
  }): Promise<PeerProcess<Ready>> {
    const { what, interpreter, args, remedy } = options;
    const script = fileURLToPath(new URL(`../../../tools/peers/${options.script}`, import.meta.url));
    if (!existsSync(script)) {
      throw new UserError({
        what: 'The peers are not part of the published package',
        expected: `tools/peers/${options.script} of the repository`,
        remedy: 'Run --peers from a clone.',
      });
    }
    const process = spawn(interpreter, [script, ...args]);
    let complaint = '';
    process.stderr.on('data', (text: Buffer) => (complaint = (complaint + String(text)).slice(-2000)));
    process.on('error', (error) => (complaint = error.message));
    const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    const ready = await lines.next();
    if (ready.done) {
      throw new UserError({ what: `${what} cannot run with ${interpreter}`, received: complaint.trim().split('\n').at(-1), remedy });
    }
    return new PeerProcess(what, process, lines, JSON.parse(ready.value) as Ready);
  }

  /** Runs one step. */
  async step(): Promise<PeerStep> {
    this.#process.stdin.write('step\n');
    const { done, value } = await this.#lines.next();
    if (done) throw new Error(`PeerProcess: ${this.what} ended in the middle of a step.`);
    return JSON.parse(value) as PeerStep;
  }

  /** Ends the process. */
  stop(): void {
    this.#process.kill();
  }
}
