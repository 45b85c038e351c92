import { withHugePages } from '@electra-ts/cli';
import { packageVersion } from '@electra-ts/config';
import { engineNames, precisionChoices } from '@electra-ts/engine';
import { presets } from '@electra-ts/nn';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { BatchSize } from './commands/scaling.js';
import { dataPeerNames } from './data-peer.js';
import { type TextPeerName, textPeerNames } from './text-peer.js';
import { type TorchVariant, torchVariants } from './torch-peer.js';

function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Expected a whole number of at least 1.');
  return number;
}

/** Variants to run: those named, or the first three where none is. */
function torchPeers(named: true | readonly TorchVariant[] | undefined): readonly TorchVariant[] {
  return named === true ? torchVariants.slice(0, 3) : (named ?? []);
}

/** Peers of `inference`: those named; where none is, all that texts have, or three of random tokens. */
function inferencePeers(named: true | readonly (TorchVariant | TextPeerName)[] | undefined, isText: boolean): readonly (TorchVariant | TextPeerName)[] {
  if (named !== true) return named ?? [];
  return isText ? textPeerNames : torchPeers(true);
}

/** At one length from a row to 64, and at one number of tokens from short rows to the longest that positions allow. */
const defaultSizes: readonly BatchSize[] = [
  ...[1, 4, 8, 16, 32, 64].map((rows) => ({ rows, tokens: 128 })),
  ...[32, 64, 256, 512].map((tokens) => ({ rows: 4096 / tokens, tokens })),
];

/** @param before the sizes that were named so far, or the default ones */
function batchSizes(value: string, before: readonly BatchSize[]): readonly BatchSize[] {
  const size = /^(\d+)x(\d+)$/.exec(value)?.slice(1).map(positiveInteger);
  if (size === undefined) throw new InvalidArgumentError('Expected rows and tokens such as 32x128.');
  return [...(before === defaultSizes ? [] : before), { rows: size[0], tokens: size[1] }];
}

/** Options of every command that times steps. */
function withStepOptions(command: Command, peers: readonly string[] = torchVariants): Command {
  return withHugePages(command)
    .addOption(new Option('--preset <name>', 'which network').choices(Object.keys(presets)).default('small'))
    .option('--steps <count>', 'steps that are timed', positiveInteger, 8)
    .addOption(new Option('--engine <name>', 'what computes').choices(['auto', ...engineNames]).default('auto'))
    .addOption(new Option('--precision <name>', 'what matrix products read').choices(precisionChoices).default('float32'))
    .option('--threads <count>', 'threads of one operation', positiveInteger)
    .option('--cache <folder>', 'where openvino keeps compiled graphs and finds them again')
    .addOption(new Option('--peers [variants...]', 'peers beside it, in turn').choices(peers))
    .option('--python <path>', 'a Python with torch and transformers', 'python3')
    .option('--json', 'one JSON document on standard output', false);
}

/** Options of every command that times steps of one size. */
function withOneSize(command: Command, peers?: readonly string[]): Command {
  return withStepOptions(
    command
      .option('--batch-size <rows>', 'rows of a batch', positiveInteger, 32)
      .option('--sequence-length <tokens>', 'tokens of a row', positiveInteger, 128),
    peers,
  );
}

/** The commands of `electra-bench`. */
export function program(): Command {
  const bench = new Command('electra-bench').description('Measures speed and memory, beside the peers.').version(packageVersion(import.meta.url));
  withOneSize(bench.command('step').description('a training step'))
    .addOption(new Option('--task <name>', 'what is trained: both networks, or a classifier').choices(['pretraining', 'classification']).default('pretraining'))
    .option('--profile', 'say where the time goes: by phase, provider, operation and layer (onnxruntime)', false)
    .action(async (options) => {
      const { step } = await import('./commands/step.js');
      await step({ ...options, peers: torchPeers(options.peers) });
    });
  withOneSize(bench.command('inference').description('classifying a batch of random tokens, or texts'), [...torchVariants, 'transformers.js'])
    .option('--texts <file>', 'classify the lines of a file, from text to probabilities')
    .option('--mixed <count>', "cut the file's words into so many texts of 8 to 400 tokens", positiveInteger)
    .option('--tokenizer <folder>', 'of the texts')
    .option('--sort-peers', 'give the peers texts of like length together')
    .option('--transformers-js <folder>', 'where @huggingface/transformers is installed (default: here)')
    .action(async (options) => {
      const { inference } = await import('./commands/inference.js');
      await inference({ ...options, peers: inferencePeers(options.peers, options.texts !== undefined) });
    });
  withStepOptions(bench.command('scaling').description('the same work at several sizes of a batch'))
    .addOption(new Option('--work <name>', 'a training step, as of step --task, or inference').choices(['pretraining', 'classification', 'inference']).default('pretraining'))
    .addOption(
      new Option('--sizes <rows x tokens...>', 'sizes of a batch')
        .argParser(batchSizes)
        .default(defaultSizes, defaultSizes.map(({ rows, tokens }) => `${rows}x${tokens}`).join(' ')),
    )
    .action(async (options) => {
      const { scaling } = await import('./commands/scaling.js');
      await scaling({ ...options, peers: torchPeers(options.peers) });
    });
  bench
    .command('data')
    .description('text to shards, and shards to masked batches')
    .requiredOption('--input <path...>', 'files, folders or globs of text')
    .requiredOption('--tokenizer <folder>', 'a tokenizer')
    .option('--batch-size <rows>', 'rows of a batch', positiveInteger, 32)
    .option('--sequence-length <tokens>', 'tokens of a row', positiveInteger, 128)
    .option('--batches <count>', 'batches that are timed', positiveInteger, 1000)
    .option('--runs <count>', 'times that all is measured', positiveInteger, 3)
    .option('--workers <count>', 'threads that encode and build examples', positiveInteger, availableParallelism())
    .addOption(new Option('--peers [names...]', 'Python beside it, in turn, on the same .txt').choices(dataPeerNames))
    .option('--python <path>', 'a Python with tokenizers and datasets', 'python3')
    .option('--json', 'one JSON document on standard output', false)
    .action(async ({ peers, ...options }) => {
      const { data } = await import('./commands/data.js');
      await data({ ...options, peers: peers === true ? dataPeerNames : (peers ?? []) });
    });
  return bench;
}
