import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { UserError } from '@electra-ts/config';
import { PeerProcess } from './peer-process.js';

/** Who else may classify texts: transformers.js, and PyTorch with Hugging Face's classes in fp32 or bf16 autocast. */
export const textPeerNames = ['transformers.js', 'eager', 'bf16'] as const;
/** One of `textPeerNames`. */
export type TextPeerName = (typeof textPeerNames)[number];

/** What a peer says of itself. */
export interface TextPeerReady {
  /** With versions. */
  readonly name: string;
  /** What it made of each text: the probability of the last label. */
  readonly scores: readonly number[];
}

/** What peers are told. */
export interface TextPeerOptions {
  /** Folder of model and tokenizer. */
  readonly model: string;
  /** File with the texts as a JSON list. */
  readonly texts: string;
  readonly batchSize: number;
  readonly threads?: number;
  /** Whether texts of like length come together, which a pipeline does not do by itself. */
  readonly sort: boolean;
  readonly python: string;
  /** Folder with `node_modules/@huggingface/transformers`. */
  readonly transformersJs: string;
}

const script = fileURLToPath(new URL('../../../tools/peers/classify_texts.py', import.meta.url));

/**
 * Starts a peer on texts; a step is all of them once. transformers.js reads the model as ONNX, which Python writes first.
 *
 * @throws UserError where it cannot run
 */
export async function startTextPeer(name: TextPeerName, options: TextPeerOptions): Promise<PeerProcess<TextPeerReady>> {
  const { model, texts, batchSize, threads, sort, python, transformersJs } = options;
  const args = ['--model', model, '--texts', texts, '--batch-size', String(batchSize)];
  args.push(...(threads === undefined ? [] : ['--threads', String(threads)]), ...(sort ? ['--sort'] : []));
  if (name !== 'transformers.js') {
    return PeerProcess.start({
      what: `PyTorch (${name})`,
      script: 'classify_texts.py',
      interpreter: python,
      args: ['--variant', name, ...args],
      remedy: 'Install it (pip install torch transformers), or name another interpreter with --python.',
    });
  }
  await promisify(execFile)(python, [script, '--model', model, '--export']).catch((error: { stderr?: string; message: string }) => {
    throw new UserError({
      what: `${python} cannot write the model as ONNX, which transformers.js reads`,
      received: (error.stderr || error.message).trim().split('\n').at(-1),
      remedy: 'Install what it takes (pip install torch transformers onnx), or name another interpreter with --python.',
    });
  });
  return PeerProcess.start({
    what: 'transformers.js',
    script: 'classify_texts.mjs',
    interpreter: process.execPath,
    args: ['--package', transformersJs, ...args],
    remedy: 'Install it in a folder (npm install @huggingface/transformers) and name that with --transformers-js.',
  });
}
