import { engineNames, precisionChoices } from '@electra-ts/engine';
import { presets } from '@electra-ts/nn';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { dataPeerNames } from './data-peer.js';
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

/** Options of every command that times steps. */
function withStepOptions(command: Command): Command {
  return command
    .addOption(new Option('--preset <name>', 'which network').choices(Object.keys(presets)).default('small'))
    .option('--batch-size <rows>', 'rows of a batch', positiveInteger, 32)
    .option('--sequence-length <tokens>', 'tokens of a row', positiveInteger, 128)
    .option('--steps <count>', 'steps that are timed', positiveInteger, 8)
    .addOption(new Option('--engine <name>', 'what computes').choices(['auto', ...engineNames]).default('auto'))
    .addOption(new Option('--precision <name>', 'what matrix products read').choices(precisionChoices).default('float32'))
    .option('--threads <count>', 'threads of one operation', positiveInteger)
    .option('--cache <folder>', 'where openvino keeps compiled graphs and finds them again')
    .addOption(new Option('--peers [variants...]', 'PyTorch beside it, in turn').choices(torchVariants))
    .option('--python <path>', 'a Python with torch and transformers', 'python3')
    .option('--json', 'one JSON document on standard output', false);
}

/** The commands of `electra-bench`. */
export function program(): Command {
  const bench = new Command('electra-bench').description('Measures speed and memory, beside the peers.');
  withStepOptions(bench.command('step').description('a training step'))
    .addOption(new Option('--task <name>', 'what is trained: both networks, or a classifier').choices(['pretraining', 'classification']).default('pretraining'))
    .action(async (options) => {
      const { step } = await import('./commands/step.js');
      await step({ ...options, peers: torchPeers(options.peers) });
    });
  withStepOptions(bench.command('inference').description('classifying a batch of texts'))
    .action(async (options) => {
      const { inference } = await import('./commands/inference.js');
      await inference({ ...options, peers: torchPeers(options.peers) });
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
