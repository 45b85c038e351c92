import type { HostTensor } from '@electra-ts/compiler';
import type { MaskedBatch } from '@electra-ts/data';
import { fillUniform, type RandomKey } from '@electra-ts/ops';
import type { HostFeeds } from './joint-feeds.js';
import type { Unigram } from './unigram.js';

// M masked positions, V vocabulary

/**
 * What replacements are drawn from: `generator`, `uniform` (every token of the vocabulary alike, special ones too:
 * `uniform_generator` of the reference) or `unigram`, the frequencies of the training text.
 */
export const samplers = ['generator', 'uniform', 'unigram'] as const;

/** See `samplers`. */
export type Sampler = (typeof samplers)[number];

/** Where replacements come from that no network draws. */
export interface ReplacementSource {
  readonly sampler: Sampler;
  /** Needed by `uniform`, for its vocabulary, and by `unigram`. */
  readonly unigram?: Unigram | undefined;
  /** Also tells how likely each token is to be drawn, as the feed `logNoise` float32 [V]. */
  readonly logNoise?: boolean | undefined;
  /** Decides the draws; equal keys give equal ones. */
  readonly key: RandomKey;
}

/**
 * Replacements of a batch that do not depend on a network, as the feed `replacements` int32 [M]; nothing where the
 * generator draws them.
 */
export function replacementFeeds({ positions }: Pick<MaskedBatch, 'positions'>, source: ReplacementSource): HostFeeds {
  const { sampler, unigram, logNoise = false, key } = source;
  if (sampler === 'generator') return {};
  if (unigram === undefined) throw new Error(`replacementFeeds: expected frequencies for ${sampler} replacements`);
  const data = new Int32Array(positions.length);
  if (sampler === 'unigram') {
    unigram.sample(data, key);
  } else {
    const uniform = new Float32Array(data.length);
    fillUniform(uniform, key);
    data.forEach((_, slot) => (data[slot] = Math.floor(uniform[slot] * unigram.vocabularySize)));
  }
  return {
    replacements: { shape: [data.length], dtype: 'int32', data },
    ...(logNoise && { logNoise: noiseFeed(sampler, unigram) }),
  };
}

/** Tokens that are never drawn count as this unlikely, so that every logarithm is a number. */
const LEAST_PROBABLE = 1e-9;

function noiseFeed(sampler: Sampler, unigram: Unigram): HostTensor {
  const size = unigram.vocabularySize;
  const probability = (id: number) => (sampler === 'uniform' ? 1 / size : unigram.probability(id));
  const data = Float32Array.from({ length: size }, (_, id) => Math.log(Math.max(probability(id), LEAST_PROBABLE)));
  return { shape: [size], dtype: 'float32', data };
}
