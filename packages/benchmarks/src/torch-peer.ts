import { UserError } from '@electra-ts/config';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** How PyTorch runs the step: fp32 or bf16 autocast, as it is or through torch.compile. */
export const torchVariants = ['eager', 'compile', 'bf16', 'bf16-compile'] as const;
/** One of `torchVariants`. */
export type TorchVariant = (typeof torchVariants)[number];

/** What one step of a peer took. */
export interface PeerStep {
  readonly seconds: number;
  readonly loss: number;
  readonly residentBytes: number;
}

/** What a peer may run: scripts in tools/peers. */
export type PeerScript = 'joint_step.py' | 'classification_step.py';

/** The same step in PyTorch with Hugging Face modules, in a process of its own that runs a step when asked to. */
export class TorchPeer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(
    readonly variant: TorchVariant,
    process: ChildProcessWithoutNullStreams,
    lines: AsyncIterator<string>,
    /** Version of PyTorch. */
    readonly version: string,
  ) {
    this.#process = process;
    this.#lines = lines;
  }

  /**
   * Starts a peer and waits until its first step is behind it.
   *
   * @param options.python the interpreter, `python3` when absent
   * @param options.args what the script is told: sizes and configurations
   * @throws UserError where the script or a Python with torch and transformers is not there
   */
  static async start(options: {
    readonly script: PeerScript;
    readonly variant: TorchVariant;
    readonly python?: string;
    readonly args: readonly string[];
  }): Promise<TorchPeer> {
    const { variant, python = 'python3', args } = options;
    const script = fileURLToPath(new URL(`../../../tools/peers/${options.script}`, import.meta.url));
    if (!existsSync(script)) {
      throw new UserError({
        what: 'The PyTorch peer is not part of the published package',
        expected: `tools/peers/${options.script} of the repository`,
        remedy: 'Run --peers from a clone.',
      });
    }
    const process = spawn(python, [script, '--variant', variant, ...args]);
    let complaint = '';
    process.stderr.on('data', (text: Buffer) => (complaint = (complaint + String(text)).slice(-2000)));
    process.on('error', (error) => (complaint = error.message));
    const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    const ready = await lines.next();
    if (ready.done) {
      throw new UserError({
        what: `PyTorch (${variant}) cannot run with ${python}`,
        received: complaint.trim().split('\n').at(-1),
        remedy: 'Install it (pip install torch transformers), or name another interpreter with --python.',
      });
    }
    const { torch } = JSON.parse(ready.value) as { torch: string };
    return new TorchPeer(variant, process, lines, torch);
  }

  /** Runs one step. */
  async step(): Promise<PeerStep> {
    this.#process.stdin.write('step\n');
    const { done, value } = await this.#lines.next();
    if (done) throw new Error(`TorchPeer: the ${this.variant} process ended in the middle of a step.`);
    return JSON.parse(value) as PeerStep;
  }

  /** Ends the process. */
  stop(): void {
    this.#process.kill();
  }
}
