import { parseConfig, UserError } from '@electra-ts/config';
import type { HubOptions } from '@electra-ts/nn';
import { adoptWeights } from './adopt-weights.js';
import { continuedConfiguration } from './continued-configuration.js';
import { type FrozenGenerator, frozenConfiguration, hasTwoTowers, installGenerator, readFrozenGenerator } from './frozen-generator.js';
import type { JointModel } from './joint-model.js';
import { usualSharing } from './objectives/objectives.js';
import { type PretrainingConfig, pretrainingConfig } from './pretraining-config.js';
import type { Vocabulary } from './shared-rows.js';
import type { Sharing } from './sharing.js';
import { readSourceModel, type SourceModel } from './source-model.js';

/** What a run begins with: its configuration in full, and weights that come from elsewhere. */
export interface Beginning {
  readonly config: PretrainingConfig;
  /** Puts them into a new model, and says what was done. */
  readonly adopt: (model: JointModel, vocabulary: Vocabulary) => readonly string[];
}

/**
 * Reads a run's configuration and the models that it begins with: the one to go on from, for continued pre-training, and
 * the frozen generator of `model.generatorFrom`.
 *
 * @param options.from a released model, see `readSourceModel`; absent for networks that start anew
 * @param options.hub how models named `owner/name` are downloaded
 * @throws UserError for a configuration that cannot be used, one that contradicts the model, or a run that is resumed
 *   and told to begin from elsewhere
 */
export async function readBeginning(
  configuration: unknown,
  { from, resume = false, hub }: { readonly from?: string | undefined; readonly resume?: boolean | undefined; readonly hub?: HubOptions },
): Promise<Beginning> {
  const config = parse(configuration);
  if (from === undefined) return withGenerator(configuration, config, resume, hub);
  if (resume) {
    throw new UserError({
      what: 'A run that is resumed goes on from its own checkpoint, not from another model',
      expected: 'one of resume and from',
      received: `both, and from ${from}`,
      remedy: 'To go on with the run, leave from out. To begin from the model, name another folder for the run.',
    });
  }
  if (config.model.generatorFrom !== undefined) {
    throw new UserError({
      what: 'A frozen generator and a model to begin from cannot both be given',
      expected: 'one of from and model.generatorFrom',
      received: `${from} and ${config.model.generatorFrom}`,
    });
  }
  const source = await readSourceModel(from, hub);
  const sharing = config.model.sharing ?? usualSharing(config.objective);
  const takes = takesGenerator(source, config, sharing);
  const leftOut = source.generator && !takes;
  const why = isTwoTower(source) === config.model.twoTowerGenerator ? `it cannot share ${sharing} with the discriminator` : 'one of them has two towers';
  const note = `The generator of ${from} is left out: ${why}. A new one is trained.`;
  return {
    config: parse(continuedConfiguration(configuration, source, takes)),
    adopt: (model, vocabulary) => [
      ...source.notes,
      ...(leftOut ? [note] : []),
      ...adoptWeights(model, source, vocabulary, takes),
    ],
  };
}

const parse = (configuration: unknown) => parseConfig(pretrainingConfig, configuration, 'The configuration');

/** Whether a generator of these sizes can be trained beside the discriminator as the run shares parameters. */
function takesGenerator(source: SourceModel, { model }: PretrainingConfig, sharing: Sharing): boolean {
  const { discriminator, generator } = source;
  if (generator === undefined || isTwoTower(source) !== model.twoTowerGenerator || sharing === 'network') return false;
  const [a, b] = [discriminator.config, generator.config];
  return a.typeVocabSize === b.typeVocabSize && (sharing === 'none' || a.embeddingSize === b.embeddingSize);
}

const isTwoTower = ({ generator }: SourceModel): boolean => generator !== undefined && hasTwoTowers(generator);

/** What a run resumes with has the generator's sizes already, and its weights are in the checkpoint. */
async function withGenerator(configuration: unknown, config: PretrainingConfig, resume: boolean, hub?: HubOptions): Promise<Beginning> {
  const { generatorFrom } = config.model;
  if (generatorFrom === undefined || resume) return { config, adopt: () => [] };
  const frozen: FrozenGenerator = await readFrozenGenerator(generatorFrom, config.model.twoTowerGenerator, hub);
  return {
    config: parse(frozenConfiguration(configuration, frozen)),
    adopt: (model, vocabulary) => {
      installGenerator(model, frozen, vocabulary);
      return frozen.notes;
    },
  };
}
