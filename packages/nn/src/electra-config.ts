import { didYouMean, UserError } from '@electra-ts/config';
import { activationNames, type ActivationName } from './activation.js';

/**
 * The shape of one ELECTRA network, generator or discriminator: the keys of a Hugging Face `config.json` in camelCase.
 */
export interface ElectraConfig {
  /** Number of tokens in the vocabulary. */
  readonly vocabSize: number;
  /** Width of the embeddings; a projection follows them where it differs from `hiddenSize`. */
  readonly embeddingSize: number;
  /** Width of the encoder. */
  readonly hiddenSize: number;
  /** Number of encoder blocks. */
  readonly numHiddenLayers: number;
  /** Attention heads a block; divides `hiddenSize`. */
  readonly numAttentionHeads: number;
  /** Width of the feed-forward layer inside a block. */
  readonly intermediateSize: number;
  /**
   * Activation of the feed-forward layer and of the replaced-token head, by transformers' name. Other heads have the
   * exact GELU whatever is said here, as there.
   */
  readonly hiddenAct: ActivationName;
  /** Dropout rate of embeddings, of each block's two residual branches and of the task heads. */
  readonly hiddenDropoutProb: number;
  /** Dropout rate of the attention probabilities. */
  readonly attentionProbsDropoutProb: number;
  /** Longest sequence, in tokens. */
  readonly maxPositionEmbeddings: number;
  /** Number of segments: 2 for pairs. */
  readonly typeVocabSize: number;
  /** Standard deviation of the truncated normal distribution that weights start from. */
  readonly initializerRange: number;
  /** Added to the variance in every layer normalization. */
  readonly layerNormEps: number;
  /** Id of the padding token. */
  readonly padTokenId: number;
}

/** ELECTRA-Small, which is also what Hugging Face's `ElectraConfig()` describes. */
const defaults: ElectraConfig = {
  vocabSize: 30522,
  embeddingSize: 128,
  hiddenSize: 256,
  numHiddenLayers: 12,
  numAttentionHeads: 4,
  intermediateSize: 1024,
  hiddenAct: 'gelu',
  hiddenDropoutProb: 0.1,
  attentionProbsDropoutProb: 0.1,
  maxPositionEmbeddings: 512,
  typeVocabSize: 2,
  initializerRange: 0.02,
  layerNormEps: 1e-12,
  padTokenId: 0,
};

/** Every key of `ElectraConfig`, in the order in which it is written. */
export const configKeys = Object.keys(defaults) as readonly (keyof ElectraConfig)[];

const sizes = [
  'vocabSize',
  'embeddingSize',
  'hiddenSize',
  'numHiddenLayers',
  'numAttentionHeads',
  'intermediateSize',
  'maxPositionEmbeddings',
  'typeVocabSize',
] as const;
const rates = ['hiddenDropoutProb', 'attentionProbsDropoutProb'] as const;
const positives = ['initializerRange', 'layerNormEps'] as const;

/**
 * Completes a configuration with the defaults (ELECTRA-Small's sizes) and checks it.
 *
 * @throws UserError for an unknown key, a size that is no positive integer, a dropout rate outside [0, 1), heads that
 * do not divide the width, an unknown activation, or a padding id outside the vocabulary.
 */
export function electraConfig(partial: Partial<ElectraConfig> = {}): ElectraConfig {
  for (const key of Object.keys(partial)) {
    rejectUnknown(key);
  }
  const given = Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== undefined));
  const config: ElectraConfig = { ...defaults, ...given };
  for (const key of sizes) {
    check(Number.isInteger(config[key]) && config[key] > 0, key, 'a positive integer', config[key]);
  }
  for (const key of rates) {
    check(config[key] >= 0 && config[key] < 1, key, 'a rate of at least 0 and below 1', config[key]);
  }
  for (const key of positives) {
    check(config[key] > 0 && Number.isFinite(config[key]), key, 'a positive number', config[key]);
  }
  check(activationNames.includes(config.hiddenAct), 'hiddenAct', `one of ${activationNames.join(', ')}`, config.hiddenAct);
  const { hiddenSize, numAttentionHeads: heads, padTokenId, vocabSize } = config;
  check(hiddenSize % heads === 0, 'hiddenSize', `a multiple of numAttentionHeads, ${heads}`, hiddenSize);
  const padIsToken = Number.isInteger(padTokenId) && padTokenId >= 0 && padTokenId < vocabSize;
  check(padIsToken, 'padTokenId', `a token id from 0 to ${vocabSize - 1}`, padTokenId);
  return config;
}

function rejectUnknown(key: string): void {
  if ((configKeys as readonly string[]).includes(key)) {
    return;
  }
  const near = didYouMean(key, configKeys);
  throw new UserError({
    what: `The model configuration has no key ${key}`,
    expected: `one of ${configKeys.join(', ')}`,
    received: key,
    remedy: near === undefined ? 'Remove it.' : `Did you mean ${near}?`,
  });
}

function check(holds: boolean, key: keyof ElectraConfig, expected: string, received: unknown): void {
  if (!holds) {
    throw new UserError({
      what: `The model configuration's ${key} cannot be used`,
      expected,
      received: JSON.stringify(received) ?? String(received),
    });
  }
}
