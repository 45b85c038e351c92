import { UserError } from '@electra-ts/config';
import { assertTokenizer, type Manifest } from '@electra-ts/data';
import { electraConfig, type ElectraConfig, generatorConfig, presets } from '@electra-ts/nn';
import type { Tokenizer } from '@electra-ts/tokenizer';
import { type DataPhase, dataPhases } from './data-phases.js';
import type { PretrainingConfig } from './pretraining-config.js';

/** The two networks of a run. */
export interface JointConfig {
  readonly discriminator: ElectraConfig;
  readonly generator: ElectraConfig;
}

/** Parts of a network that generator and discriminator share, by which the other cannot differ. */
const tied = ['vocabSize', 'embeddingSize', 'maxPositionEmbeddings', 'typeVocabSize', 'padTokenId'] as const;

/**
 * The two networks that a configuration describes, after every check that can be made before anything is written: the
 * data against the tokenizer, the vocabulary, the sequence length, the widths.
 *
 * @throws UserError at the first that fails
 */
export function resolvePretraining(
  config: PretrainingConfig,
  manifests: readonly Manifest[],
  tokenizer: Pick<Tokenizer, 'fingerprint' | 'vocabularySize' | 'specialTokens'>,
): JointConfig {
  for (const manifest of manifests) assertTokenizer(manifest, tokenizer);
  const networks = resolveNetworks(config.model, tokenizer);
  dataPhases(config).forEach((phase, index) => checkData(phase, manifests[index], networks.discriminator));
  return networks;
}

function resolveNetworks(
  model: PretrainingConfig['model'],
  tokenizer: Pick<Tokenizer, 'vocabularySize' | 'specialTokens'>,
): JointConfig {
  const preset = presets[model.preset];
  const facts = { vocabSize: tokenizer.vocabularySize, padTokenId: tokenizer.specialTokens.pad };
  const discriminator = electraConfig({ ...preset.discriminator, ...facts, ...defined(model.discriminator) });
  if (discriminator.vocabSize < tokenizer.vocabularySize) {
    throw new UserError({
      what: 'model.discriminator.vocabSize is smaller than the vocabulary',
      expected: `at least ${tokenizer.vocabularySize}, the entries of the tokenizer`,
      received: String(discriminator.vocabSize),
      remedy: 'Leave vocabSize out: it is taken from the tokenizer.',
    });
  }
  const own = defined(model.generator);
  const derived = 'hiddenSize' in own ? fromWidth(discriminator, own.hiddenSize as number) : preset.generatorFraction;
  const generator = electraConfig({ ...generatorConfig({ discriminator, generatorFraction: derived }), ...own });
  for (const key of tied) {
    if (generator[key] !== discriminator[key]) {
      throw new UserError({
        what: `model.generator.${key} differs from the discriminator's, whose embeddings the generator shares`,
        expected: String(discriminator[key]),
        received: String(generator[key]),
      });
    }
  }
  return { discriminator, generator };
}

/** The share of the discriminator's width that gives a generator of this one. */
const fromWidth = (discriminator: ElectraConfig, hiddenSize: number): number => hiddenSize / discriminator.hiddenSize;

function defined(overrides: Partial<ElectraConfig>): Partial<ElectraConfig> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}

function checkData(phase: DataPhase, manifest: Manifest, discriminator: ElectraConfig): void {
  const { sequenceLength } = manifest;
  if (phase.sequenceLength !== undefined && phase.sequenceLength !== sequenceLength) {
    throw new UserError({
      what: `The sequence length that the configuration has for ${phase.path} does not fit`,
      expected: `${sequenceLength}, with which it was prepared`,
      received: String(phase.sequenceLength),
      remedy: `Leave sequenceLength out, or prepare the text again with --sequence-length ${phase.sequenceLength}.`,
    });
  }
  if (sequenceLength > discriminator.maxPositionEmbeddings) {
    throw new UserError({
      what: `The examples of ${phase.path} are longer than the model has positions`,
      expected: `at most model.discriminator.maxPositionEmbeddings, ${discriminator.maxPositionEmbeddings} tokens`,
      received: `${sequenceLength} tokens`,
      remedy: 'Raise maxPositionEmbeddings, or prepare the text again with a shorter sequence length.',
    });
  }
  for (const split of ['train', 'valid'] as const) {
    if (manifest.splits[split].examples === 0) {
      throw new UserError({
        what: `${phase.path} has no ${split === 'train' ? 'training' : 'held-out'} examples`,
        expected: 'at least one of each',
        remedy: 'Prepare more text, or hold out a larger share of it.',
      });
    }
  }
}
