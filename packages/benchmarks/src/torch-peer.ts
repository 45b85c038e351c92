import { PeerProcess, type PeerScript } from './peer-process.js';

/** How PyTorch runs the step: fp32 or bf16 autocast, as it is or through torch.compile. */
export const torchVariants = ['eager', 'compile', 'bf16', 'bf16-compile'] as const;
/** One of `torchVariants`. */
export type TorchVariant = (typeof torchVariants)[number];

/** What a PyTorch peer says of itself. */
export interface TorchReady {
  /** Version of PyTorch. */
  readonly torch: string;
}

/** Starts PyTorch with Hugging Face modules on a step; see `PeerProcess.start` for what it throws. */
export function startTorchPeer(options: {
  readonly script: PeerScript;
  readonly variant: TorchVariant;
  /** The interpreter, `python3` when absent. */
  readonly python?: string;
  /** What the script is told: sizes and configurations. */
  readonly args: readonly string[];
}): Promise<PeerProcess<TorchReady>> {
  const { script, variant, python = 'python3', args } = options;
  return PeerProcess.start<TorchReady>({
    what: `PyTorch (${variant})`,
    script,
    interpreter: python,
    args: ['--variant', variant, ...args],
    remedy: 'Install it (pip install torch transformers), or name another interpreter with --python.',
  });
}
