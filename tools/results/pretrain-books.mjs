import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile } from '@electra-ts/config';
import { RunFolder } from '@electra-ts/training';

/**
 * Pre-trains on the books by the commands that a user types: tokenizer, shards for each phase of the recipe, run. What is done is skipped, a run that was
 * stopped gone on with.
 *
 * @param options.command runs a command in `work`
 * @param options.data folder with corpus/books and corpus/books-valid
 * @param options.work gets `tokenizer`, the shards under the recipe's names and the run
 * @param options.config the recipe's file, with `data.phases`
 * @param options.run name of the run's folder
 * @param options.flags more of `pretrain`: the seed, what computes
 * @returns what the run says of itself, and all its measurements
 */
export async function pretrainBooks({ command, data, work, config, run = 'run', flags = [] }) {
  const at = (...names) => join(work, ...names);
  const books = join(data, 'corpus', 'books');
  if (!existsSync(at('tokenizer'))) {
    await command('electra-trainer', 'tokenizer', '--input', books, '--vocab-size', '4096', '--out', at('tokenizer'));
  }
  for (const { path, sequenceLength } of (await readConfigFile(config)).data.phases) {
    if (existsSync(at(path, 'manifest.json'))) continue;
    const input = ['--input', books, '--valid', join(data, 'corpus', 'books-valid'), '--sentence-unit', 'paragraph'];
    await command('electra-trainer', 'prepare', ...input, '--tokenizer', at('tokenizer'), '--out', at(path), '--sequence-length', String(sequenceLength), '--resume');
  }
  const begun = existsSync(at(run, 'run.json')) ? await RunFolder.inspect(at(run)) : undefined;
  if (begun === undefined || (begun.checkpoints.at(-1)?.step ?? 0) < begun.config.configuration.training.steps) {
    const how = begun === undefined ? [] : [begun.checkpoints.length > 0 ? '--resume' : '--force'];
    await command('electra-trainer', 'pretrain', '--config', config, '--tokenizer', at('tokenizer'), '--out', at(run), ...flags, ...how);
  }
  const { config: record, metrics } = await RunFolder.inspect(at(run));
  const seconds = metrics.findLast(({ type }) => type === 'step').seconds;
  return {
    node: process.versions.node,
    engine: record.engine,
    phases: record.configuration.data.phases.map(({ steps, batchSize, sequenceLength }) => ({ steps, batchSize, sequenceLength })),
    hours: seconds / 3600,
    parameters: record.parameters.discriminator,
    evaluations: metrics.filter(({ type }) => type === 'evaluation').map(({ type, seconds: _, ...each }) => each),
  };
}
