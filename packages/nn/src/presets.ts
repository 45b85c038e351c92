import { UserError } from '@electra-ts/config';
import { electraConfig, type ElectraConfig } from './electra-config.js';

/** A discriminator and how wide its generator is. */
export interface Preset {
  readonly discriminator: ElectraConfig;
  /** Width of the generator as a share of the discriminator's. */
  readonly generatorFraction: number;
}

/** The networks that have a name. */
export type PresetName = 'tiny' | 'mini' | 'small' | 'small++' | 'base' | 'large';

/** The feed-forward layer is four times as wide as the encoder in every ELECTRA (paper, appendix A, table 6). */
const FEED_FORWARD_RATIO = 4;

/** Heads of a generator are 64 wide (reference: `get_generator_config`). */
const GENERATOR_HEAD_WIDTH = 64;

function preset(
  [numHiddenLayers, hiddenSize, numAttentionHeads, embeddingSize]: readonly [number, number, number, number],
  generatorFraction: number,
): Preset {
  const intermediateSize = FEED_FORWARD_RATIO * hiddenSize;
  const sizes = { numHiddenLayers, hiddenSize, numAttentionHeads, embeddingSize, intermediateSize };
  return { discriminator: electraConfig(sizes), generatorFraction };
}

/**
 * Networks by name. `small`, `base` and `large` are the paper's (appendix A, table 6); `small++` is what Google
 * released as ELECTRA-Small: longer training and a generator as wide as the discriminator. `tiny` and `mini` are this
 * project's own, for machines without a GPU.
 */
export const presets: Readonly<Record<PresetName, Preset>> = {
  // layers, width, heads, embeddings; generator
  tiny: preset([4, 128, 2, 64], 0.5),
  mini: preset([6, 256, 4, 128], 0.5),
  small: preset([12, 256, 4, 128], 0.25),
  'small++': preset([12, 256, 4, 128], 1),
  base: preset([12, 768, 12, 768], 1 / 3),
  large: preset([24, 1024, 16, 1024], 0.25),
};

/**
 * The generator that belongs to a discriminator: the same depth and embeddings, a fraction of the width, heads 64 wide
 * and a feed-forward layer four times the width (reference: `get_generator_config` of run_pretraining.py).
 *
 * @throws UserError where the fraction is not above 0, or gives a width that its heads do not divide
 */
export function generatorConfig({ discriminator, generatorFraction }: Preset): ElectraConfig {
  if (!(generatorFraction > 0 && Number.isFinite(generatorFraction))) {
    throw new UserError({
      what: 'The width of the generator cannot be computed',
      expected: 'a fraction of the width of the discriminator, above 0',
      received: String(generatorFraction),
    });
  }
  const hiddenSize = Math.round(discriminator.hiddenSize * generatorFraction);
  return electraConfig({
    ...discriminator,
    hiddenSize,
    numAttentionHeads: Math.max(1, Math.floor(hiddenSize / GENERATOR_HEAD_WIDTH)),
    intermediateSize: FEED_FORWARD_RATIO * hiddenSize,
  });
}
