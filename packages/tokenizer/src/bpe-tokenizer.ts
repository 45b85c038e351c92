import type { SpecialTokens } from './special-tokens.js';
import { addedTokens, identify, identifyFurther, indexTokens, postProcessor } from './tokenizer-json-parts.js';

/** A vocabulary of byte pair encoding. */
export interface BpeVocabulary {
  /** All tokens in id order; bytes are written as GPT-2 writes them (a space is `Ġ`). */
  readonly tokens: readonly string[];
  /** The pairs of tokens that are joined, the first ones first. */
  readonly merges: readonly (readonly [first: string, second: string])[];
}

/**
 * The `tokenizer.json` of byte-level BPE: GPT-2's pre-tokenizer and decoder, so that no text is unknown, and BERT's
 * post-processor. Offsets leave out the space that a token may begin with.
 *
 * @throws {UserError} for an empty or repeated token, or a special token that the vocabulary lacks.
 */
export function bpeTokenizerJson(
  options: BpeVocabulary & {
    readonly specialTokens: SpecialTokens<string>;
    /** Special tokens without a role of these. */
    readonly furtherTokens?: readonly string[];
    readonly lowercase: boolean;
    /** What the tokens come from, for error messages. */
    readonly where: string;
  },
): string {
  const { tokens, merges, specialTokens, furtherTokens = [], lowercase, where } = options;
  const ids = indexTokens(tokens, where);
  const special = identify(ids, specialTokens, where);
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const document = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(special, identifyFurther(ids, furtherTokens, where)),
    normalizer: lowercase ? { type: 'Lowercase' } : null,
    pre_tokenizer: byteLevel,
    post_processor: { type: 'Sequence', processors: [byteLevel, postProcessor(special.cls, special.sep)] },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: specialTokens.unk,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(ids),
      merges,
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
