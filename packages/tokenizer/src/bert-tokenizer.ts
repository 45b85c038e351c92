import type { AddedToken } from './added-tokens.js';
import type { SpecialTokens } from './special-tokens.js';
import { addedTokens, identify, identifyFurther, indexTokens, postProcessor } from './tokenizer-json-parts.js';

/** Longer words are unknown; the value of BERT's `WordpieceTokenizer` in Hugging Face's library. */
const MAX_CHARACTERS_PER_WORD = 100;

/** What distinguishes one BERT tokenizer from another. */
export interface BertTokenizerOptions {
  /** All tokens in id order. */
  readonly tokens: readonly string[];
  readonly specialTokens: SpecialTokens<string>;
  /** Special tokens without a role of these. */
  readonly furtherTokens?: readonly string[];
  /** Tokens that are found in a text as they stand, and how; those that `tokens` lacks come after them. */
  readonly declaredTokens?: readonly AddedToken[];
  readonly lowercase: boolean;
  /** Whether accents go; null: as `lowercase` says. */
  readonly stripAccents?: boolean | null;
  /** Whether every CJK ideograph is a word of its own. */
  readonly tokenizeChineseCharacters?: boolean;
  /** What the tokens come from, for error messages. */
  readonly where: string;
}

/**
 * The `tokenizer.json` (the format of Hugging Face's `tokenizers`) of a BERT tokenizer: its normalizer, its
 * pre-tokenizer and WordPiece; the post-processor makes `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`.
 *
 * @throws {UserError} for an empty or repeated token, or a special token that the vocabulary lacks.
 */
export function bertTokenizerJson(options: BertTokenizerOptions): string {
  const { tokens, specialTokens, furtherTokens = [], declaredTokens = [], lowercase, where } = options;
  const { stripAccents = null, tokenizeChineseCharacters = true } = options;
  const ids = indexTokens(tokens, where);
  const declared = declaredTokens.map(({ content }) => content);
  const allIds = indexTokens([...tokens, ...declared.filter((content) => !ids.has(content))], where);
  const special = identify(allIds, specialTokens, where);
  const further = identifyFurther(allIds, [...furtherTokens, ...declared], where);
  const document = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(special, further, declaredTokens),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: tokenizeChineseCharacters,
      strip_accents: stripAccents,
      lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: postProcessor(special.cls, special.sep),
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: specialTokens.unk,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: MAX_CHARACTERS_PER_WORD,
      vocab: Object.fromEntries(ids),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
