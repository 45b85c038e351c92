import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { userPath } from '@electra-ts/cli';
import { UserError } from '@electra-ts/config';
import { printJson } from '../io/print-json.js';

/** What the user typed. */
export interface InspectOptions {
  readonly tokenizer?: string;
  /** 3 when absent. */
  readonly examples?: number;
  readonly json: boolean;
}

/** What else is written by the commands, by a file that only such a folder has; the first that fits. */
const otherFolders = [
  { file: 'results.json', is: 'the folder of a fine-tuned model', remedy: 'electra-evaluator report shows how it was fine-tuned.' },
  { file: join('discriminator', 'config.json'), is: 'a checkpoint', remedy: 'Name the run that it is of.' },
  { file: 'config.json', is: 'the folder of a model', remedy: 'Its config.json says what network it is.' },
  { file: 'tokenizer.json', is: 'the folder of a tokenizer', remedy: 'Name the folder that `prepare` made with it.' },
  { file: 'vocab.txt', is: 'the folder of a tokenizer', remedy: 'Name the folder that `prepare` made with it.' },
] as const;

/**
 * `electra-trainer inspect`: what a folder of shards, or a run, holds.
 *
 * @throws UserError for any other folder, by what it is
 */
export async function inspect(path: string, options: InspectOptions): Promise<void> {
  const folder = userPath(path);
  const { holdsShards } = await import('@electra-ts/data');
  const other = otherFolders.find(({ file }) => existsSync(join(folder, file)));
  if (existsSync(join(folder, 'run.json'))) {
    await inspectRun(folder, options);
  } else if (await holdsShards(folder)) {
    await inspectShards(folder, options);
  } else if (other !== undefined) {
    throw new UserError({
      what: `${path} is ${other.is}`,
      expected: 'a folder that `prepare` or `pretrain` wrote',
      received: other.file,
      remedy: other.remedy,
    });
  } else if (existsSync(join(folder, 'manifest.json'))) {
    await inspectShards(folder, options);
  } else {
    throw new UserError({
      what: `There is nothing to inspect in ${path}`,
      expected: 'a folder that `prepare` or `pretrain` wrote',
      received: existsSync(folder) ? 'a folder with neither manifest.json nor run.json' : 'no such folder',
    });
  }
}

async function inspectShards(folder: string, { tokenizer: chosen, examples: wanted = 3, json }: InspectOptions): Promise<void> {
  const { ShardSet, describeExample, assertTokenizer } = await import('@electra-ts/data');
  const { Tokenizer } = await import('@electra-ts/tokenizer');
  const { tokenizerFolder } = await import('../stages/prepare-data.js');
  const tokenizer = await Tokenizer.fromPretrained(chosen === undefined ? join(folder, tokenizerFolder) : userPath(chosen));
  const shards = await ShardSet.open(folder, 'train', { access: 'file' });
  // Opening checks them; what is shown is what is trained on.
  (await ShardSet.open(folder, 'valid', { access: 'file' })).close();
  try {
    const { manifest } = shards;
    assertTokenizer(manifest, tokenizer);
    const examples = Array.from({ length: Math.min(wanted, shards.size) }, (_, i) =>
      describeExample(shards.example(i), tokenizer),
    );
    if (json) {
      await printJson({ kind: 'shards', manifest, examples });
      return;
    }
    const { train, valid } = manifest.splits;
    const lines = [
      `shards of ${manifest.documents} documents, ${manifest.characters} characters; sequence length ${manifest.sequenceLength}`,
      `train: ${train.examples} examples, ${train.tokens} tokens; held out: ${valid.examples} examples, ${valid.tokens} tokens`,
      `tokenizer: ${manifest.vocabularySize} tokens, fingerprint ${manifest.tokenizerFingerprint.slice(0, 12)}`,
      ...examples.map((text, i) => `\nexample ${i}: ${text}`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    shards.close();
  }
}

async function inspectRun(folder: string, { tokenizer, examples, json }: InspectOptions): Promise<void> {
  if (tokenizer !== undefined || examples !== undefined) {
    throw new UserError({
      what: `--${tokenizer === undefined ? 'examples' : 'tokenizer'} does nothing here`,
      expected: 'it beside a folder of shards',
      received: `${folder}, which is a run`,
      remedy: 'Leave it out, or give the folder that the run was trained on',
    });
  }
  const { RunFolder } = await import('@electra-ts/training');
  const { config, metrics, checkpoints } = await RunFolder.inspect(folder);
  const last = (type: string) => metrics.findLast((row) => row['type'] === type);
  const [step, evaluation] = [last('step'), last('evaluation')];
  if (json) {
    await printJson({ kind: 'run', config, checkpoints, metrics: { rows: metrics.length, step, evaluation } });
    return;
  }
  const lines = [
    `run with ${checkpoints.length} ${checkpoints.length === 1 ? 'checkpoint' : 'checkpoints'}:${checkpoints.map(({ step }) => ` ${step}`).join(',')}`,
    `last step: ${JSON.stringify(step ?? null)}`,
    `last evaluation: ${JSON.stringify(evaluation ?? null)}`,
    JSON.stringify(config, null, 2),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
