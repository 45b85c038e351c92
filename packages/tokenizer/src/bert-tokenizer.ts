import { UserError } from '@electra-ts/config';

import { mapRoles, type SpecialTokens } from './special-tokens.js';

/** Longer words are unknown; the value of BERT's `WordpieceTokenizer` in Hugging Face's library. */
const MAX_CHARACTERS_PER_WORD = 100;

/** What distinguishes one BERT tokenizer from another. */
export interface BertTokenizerOptions {
  /** All tokens in id order. */
  readonly tokens: readonly string[];
  readonly specialTokens: SpecialTokens<string>;
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
  const { tokens, specialTokens, lowercase, stripAccents = null, tokenizeChineseCharacters = true, where } = options;
  const ids = indexTokens(tokens, where);
  const special = mapRoles(specialTokens, (content) => ({ id: requiredId(ids, content, where), content }));
  const inOrder = [...new Map(Object.values(special).map((token) => [token.id, token])).values()];
  const document = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: inOrder
      .sort((a, b) => a.id - b.id)
      .map(({ id, content }) => {
        return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
      }),
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

function indexTokens(tokens: readonly string[], where: string): Map<string, number> {
  const ids = new Map<string, number>();
  tokens.forEach((token, id) => {
    const earlier = ids.get(token);
    if (token === '' || earlier !== undefined) {
      throw new UserError({
        what: `The vocabulary of ${where} is not a list of distinct tokens`,
        expected: 'each token once',
        received: token === '' ? `an empty token with id ${id}` : `"${token}" with ids ${earlier} and ${id}`,
      });
    }
    ids.set(token, id);
  });
  return ids;
}

function requiredId(ids: ReadonlyMap<string, number>, token: string, where: string): number {
  const id = ids.get(token);
  if (id === undefined) {
    throw new UserError({
      what: `The vocabulary of ${where} lacks a required special token`,
      expected: token,
      received: `${ids.size} tokens without it`,
    });
  }
  return id;
}

interface IdentifiedToken {
  readonly id: number;
  readonly content: string;
}

function postProcessor(cls: IdentifiedToken, sep: IdentifiedToken) {
  const token = ({ content }: IdentifiedToken, type_id: number) => ({ SpecialToken: { id: content, type_id } });
  const text = (id: 'A' | 'B', type_id: number) => ({ Sequence: { id, type_id } });
  const declare = ({ id, content }: IdentifiedToken) => [content, { id: content, ids: [id], tokens: [content] }];
  return {
    type: 'TemplateProcessing',
    single: [token(cls, 0), text('A', 0), token(sep, 0)],
    pair: [token(cls, 0), text('A', 0), token(sep, 0), text('B', 1), token(sep, 1)],
    special_tokens: Object.fromEntries([cls, sep].map(declare)),
  };
}
