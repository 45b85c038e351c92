import { RIGHT_TO_LEFT } from '@electra-ts/generator';
import { type ElectraConfig, embeddingShapes, encoderShapes } from '@electra-ts/nn';

/**
 * What generator and discriminator share:
 * - `all`: the whole embedding scope, with its layer norm (the reference; paper, section 3.2)
 * - `word`: the word embeddings only
 * - `none`: nothing (`untied_generator_embeddings` of the reference)
 * - `network`: embeddings and encoder; they differ by their heads (`untied_generator` false in the reference)
 * - `gradient-disentangled`: the discriminator's word and position embeddings are the generator's plus a difference of
 *   its own, and send no gradient to the generator (DeBERTaV3, He et al. 2021, section 3.3)
 */
export const sharings = ['all', 'word', 'none', 'network', 'gradient-disentangled'] as const;

/** See `sharings`. */
export type Sharing = (typeof sharings)[number];

/** Name of the word embeddings. */
export const WORDS = 'electra.embeddings.word_embeddings.weight';

/** Names of the tables that `gradient-disentangled` splits (`replaced_token_detection_model.py` of DeBERTa). */
export const DISENTANGLED = [WORDS, 'electra.embeddings.position_embeddings.weight'] as const;

/** Names of the discriminator's parameters of which the generator holds the same variable. */
export function sharedNames(sharing: Sharing, config: ElectraConfig): readonly string[] {
  switch (sharing) {
    case 'all':
      return Object.keys(embeddingShapes(config));
    case 'word':
      return [WORDS];
    case 'network':
      return Object.keys(encoderShapes(config));
    default:
      return [];
  }
}

/**
 * The same parameters under the names that a generator has for them: of two towers, both share what one would, and where
 * nothing is shared each has its own (`two_tower_generator` of the reference).
 */
export function namesInGenerator(name: string, twoTowers = false): readonly string[] {
  return twoTowers ? [name, `${RIGHT_TO_LEFT}${name}`] : [name];
}
