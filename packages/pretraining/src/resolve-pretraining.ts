import { UserError } from '@electra-ts/config';
import { assertTokenizer, type Manifest } from '@electra-ts/data';
import { electraConfig, type ElectraConfig, generatorConfig, presets } from '@electra-ts/nn';
import type { Tokenizer } from '@electra-ts/tokenizer';
import { checkEarlyStopping } from './check-early-stopping.js';
import { checkObjective } from './check-objective.js';
import { type DataPhase, dataPhases } from './data-phases.js';
import { objectives, usualSharing } from './objectives/objectives.js';
import type { PretrainingConfig } from './pretraining-config.js';
import type { Sharing } from './sharing.js';

/** The networks of a run. */
export interface JointConfig {
  readonly discriminator: ElectraConfig;
  readonly generator: ElectraConfig;
  /** What the two share; `all` when absent. */
  readonly sharing?: Sharing;
  /** Whether there is a masked-language-model head on the discriminator's encoder. */
  readonly languageModel?: boolean;
  /** Whether the generator is of two towers, see `twoTowerStates`; it is one encoder when absent. */
  readonly twoTowers?: boolean;
}

/** What generator and discriminator cannot differ by: they read the same tokens. */
const common = ['vocabSize', 'padTokenId'] as const;
/** Where they share embeddings, those have one shape. */
const tied = [...common, 'embeddingSize', 'maxPositionEmbeddings', 'typeVocabSize'] as const;

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
  checkObjective(config);
  checkEarlyStopping(config);
  const networks = resolveNetworks(config, tokenizer);
  dataPhases(config).forEach((phase, index) => {
    checkData(phase, manifests[index]);
    for (const name of ['discriminator', 'generator'] as const) checkPositions(phase, manifests[index], networks, name);
  });
  dataPhases(config).forEach((phase) => checkParts(phase, config));
  return networks;
}

function resolveNetworks(
  { model, objective }: PretrainingConfig,
  tokenizer: Pick<Tokenizer, 'vocabularySize' | 'specialTokens'>,
): JointConfig {
  const facts = { vocabSize: tokenizer.vocabularySize, padTokenId: tokenizer.specialTokens.pad };
  const discriminator = electraConfig({ ...presets[model.preset].discriminator, ...facts, ...defined(model.discriminator) });
  if (discriminator.vocabSize < tokenizer.vocabularySize) {
    throw new UserError({
      what: 'model.discriminator.vocabSize is smaller than the vocabulary',
      expected: `at least ${tokenizer.vocabularySize}, the entries of the tokenizer`,
      received: String(discriminator.vocabSize),
      remedy: 'Leave vocabSize out: it is taken from the tokenizer.',
    });
  }
  const { languageModel } = objectives[objective.name];
  const sharing = model.sharing ?? usualSharing(objective);
  const generator = resolveGenerator(model, discriminator, sharing);
  return { discriminator, generator, sharing, languageModel, ...(model.twoTowerGenerator && { twoTowers: true }) };
}

function resolveGenerator(model: PretrainingConfig['model'], discriminator: ElectraConfig, sharing: Sharing): ElectraConfig {
  const own = defined(model.generator);
  const { generatorWidthFraction: width, generatorDepthFraction: depth } = model;
  checkFractions(own, { width, depth }, sharing);
  if (sharing === 'network') {
    if (Object.keys(own).length === 0) return discriminator;
    throw new UserError({
      what: 'model.generator has sizes of its own, but generator and discriminator are one network',
      expected: 'no model.generator where model.sharing is network, as it is for objective.name mlm',
      received: Object.keys(own).join(', '),
    });
  }
  const fraction = width ?? presets[model.preset].generatorFraction;
  const generatorFraction = 'hiddenSize' in own ? fromWidth(discriminator, own.hiddenSize as number) : fraction;
  const layers = depth === undefined ? {} : { numHiddenLayers: Math.max(1, Math.round(depth * discriminator.numHiddenLayers)) };
  const derived = { ...generatorConfig({ discriminator, generatorFraction }), ...layers };
  // Embeddings of its own are as wide as the generator (`untied_generator_embeddings` of the reference).
  const embeddings = sharing === 'none' ? { embeddingSize: derived.hiddenSize } : {};
  const generator = electraConfig({ ...derived, ...embeddings, ...own });
  for (const key of sharing === 'none' ? common : tied) {
    if (generator[key] !== discriminator[key]) {
      throw new UserError({
        what: `model.generator.${key} differs from the discriminator's, whose ${sharing === 'none' ? 'tokens' : 'embeddings'} the generator shares`,
        expected: String(discriminator[key]),
        received: String(generator[key]),
        ...(key === 'embeddingSize' ? { remedy: 'Leave it out, or set model.sharing to none.' } : {}),
      });
    }
  }
  return generator;
}

/** @throws UserError where a size is given twice, or one network cannot be of two sizes */
function checkFractions(
  own: Partial<ElectraConfig>,
  { width, depth }: { readonly width: number | undefined; readonly depth: number | undefined },
  sharing: Sharing,
): void {
  const asked = [
    { key: 'generatorWidthFraction', value: width, size: 'hiddenSize' as const },
    { key: 'generatorDepthFraction', value: depth, size: 'numHiddenLayers' as const },
  ].filter(({ value }) => value !== undefined);
  for (const { key, size } of asked) {
    if (sharing === 'network' || size in own) {
      const other = sharing === 'network' ? 'generator and discriminator are one network' : `model.generator.${size} says so, too`;
      throw new UserError({ what: `model.${key} cannot be followed: ${other}`, remedy: `Leave model.${key} out.` });
    }
  }
}

/** The share of the discriminator's width that gives a generator of this one. */
const fromWidth = (discriminator: ElectraConfig, hiddenSize: number): number => hiddenSize / discriminator.hiddenSize;

function defined(overrides: Partial<ElectraConfig>): Partial<ElectraConfig> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}

function checkParts({ path, batchSize }: DataPhase, { training, objective }: PretrainingConfig): void {
  const { accumulate: parts } = training;
  if (batchSize % parts !== 0) {
    throw new UserError({
      what: `The batch of ${path} cannot be computed in equal parts`,
      expected: `a batchSize divisible by training.accumulate, ${parts}`,
      received: String(batchSize),
    });
  }
  if (objectives[objective.name].crops && batchSize === parts) {
    throw new UserError({
      what: `objective.name ${objective.name} compares the examples of a step, or of each of its parts, with each other`,
      expected: 'at least 2 of them: training.batchSize of at least twice training.accumulate',
      received: `${path} with batches of ${batchSize} in ${parts} part${parts === 1 ? '' : 's'}`,
    });
  }
}

function checkPositions(
  { path }: DataPhase,
  { sequenceLength }: Manifest,
  networks: JointConfig,
  name: 'discriminator' | 'generator',
): void {
  const { maxPositionEmbeddings } = networks[name];
  if (sequenceLength <= maxPositionEmbeddings) return;
  throw new UserError({
    what: `The examples of ${path} are longer than the model has positions`,
    expected: `at most model.${name}.maxPositionEmbeddings, ${maxPositionEmbeddings} tokens`,
    received: `${sequenceLength} tokens`,
    remedy: 'Raise maxPositionEmbeddings, or prepare the text again with a shorter sequence length.',
  });
}

function checkData(phase: DataPhase, manifest: Manifest): void {
  const { sequenceLength } = manifest;
  if (phase.sequenceLength !== undefined && phase.sequenceLength !== sequenceLength) {
    throw new UserError({
      what: `The sequence length that the configuration has for ${phase.path} does not fit`,
      expected: `${sequenceLength}, with which it was prepared`,
      received: String(phase.sequenceLength),
      remedy: `Leave sequenceLength out, or prepare the text again with --sequence-length ${phase.sequenceLength}.`,
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
