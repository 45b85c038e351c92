import { UserError } from '@electra-ts/config';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What runs in Python beside `prepare`: a script of tools/peers, and what it does. */
const peers = {
  tokenizers: { script: 'encode_lines.py', does: 'tokenizers {version}, which encodes only, on all cores', install: 'pip install tokenizers' },
  datasets: {
    script: 'map_dataset.py',
    does: 'datasets {version}, map with tokenizers in two processes, which encodes only',
    install: 'pip install datasets tokenizers',
  },
  reference: {
    script: 'build_examples.py',
    does: "the reference builder's algorithm and tokenizer {version}, one process",
    install: 'any Python 3 will do; the tokenizer must have a vocab.txt',
  },
} as const;

/** One of the peers. */
export type DataPeerName = keyof typeof peers;

/** All peers. */
export const dataPeerNames = Object.keys(peers) as readonly DataPeerName[];

/** What a peer took to read text and encode it, or build examples of it. */
export interface DataPeerRun {
  /** Of the package, or of Python. */
  readonly version: string;
  readonly seconds: number;
  /** Of all its threads and processes in these seconds. */
  readonly processorSeconds: number;
  readonly tokens: number;
  readonly residentBytes: number;
  /** Share of the text that it read, at most 1. */
  readonly share: number;
}

/** A peer and its version in words. */
export function describeDataPeer(name: DataPeerName, { version }: Pick<DataPeerRun, 'version'>): string {
  return peers[name].does.replace('{version}', version);
}

/**
 * Runs a peer over .txt files, in a process of its own.
 *
 * @throws UserError where the script, or a Python with the package, is not there, or it finds no text
 */
export async function runDataPeer(
  name: DataPeerName,
  options: { readonly python: string; readonly tokenizer: string; readonly input: readonly string[] },
): Promise<DataPeerRun> {
  const { python, tokenizer, input } = options;
  const { script, install } = peers[name];
  const path = fileURLToPath(new URL(`../../../tools/peers/${script}`, import.meta.url));
  if (!existsSync(path)) {
    throw new UserError({
      what: `The peer ${name} is not part of the published package`,
      expected: `tools/peers/${script} of the repository`,
      remedy: 'Run --peers from a clone.',
    });
  }
  return new Promise((resolve, reject) => {
    execFile(python, ['-B', path, '--tokenizer', tokenizer, ...input], (error, out, complaint) => {
      if (error === null) {
        resolve(JSON.parse(out) as DataPeerRun);
        return;
      }
      const received = (complaint || error.message).trim().split('\n').at(-1);
      const remedy = `Install it (${install}), name another interpreter with --python, or give it folders or files of .txt.`;
      reject(new UserError({ what: `The peer ${name} cannot run with ${python}`, received, remedy }, { cause: error }));
    });
  });
}
