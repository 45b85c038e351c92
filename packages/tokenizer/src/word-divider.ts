/** What of a `tokenizer.json` decides whether words are encoded apart. */
interface TokenizerJson {
  readonly model?: { readonly type?: string; readonly unk_token?: string };
  readonly normalizer?: { readonly type?: string; readonly handle_chinese_chars?: boolean } | null;
  readonly pre_tokenizer?: { readonly type?: string } | null;
  readonly added_tokens?: readonly AddedToken[];
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word?: boolean;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
  readonly normalized?: boolean;
}

/** A token that may be written between words and found again among their tokens. */
export interface WordDivider {
  readonly id: number;
  readonly content: string;
  /** UTF-16 units that are words of their own wherever they stand, so that `end.` is the two words `end` and `.` */
  readonly marks: string;
}

/**
 * What the pre-tokenizer splits off: ASCII's marks; dashes, quotation marks, dots and daggers, U+2010 to U+2027; commas, stops
 * and brackets of Chinese and Japanese, all of category P (`is_bert_punc` of Hugging Face's pre_tokenizers/bert.rs). There are
 * more, but hardly in any text.
 */
const punctuation = /[!-/:-@[-`{-~\u2010-\u2027\u3001-\u3003\u3008-\u3011\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]/;

/** Of the ideographs around which the normalizer puts spaces, those of one UTF-16 unit (`is_chinese_char` of normalizers/bert.rs). */
const ideographs = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;

/**
 * A divider for tokenizers that encode words apart: the tokens of a text are those of what stands between its spaces
 * (U+0020), one after the other. BERT's do: the normalizer looks at one character and the combining marks that follow
 * it, the pre-tokenizer splits at every space and punctuation mark, and WordPiece sees one word. Where the normalizer puts
 * spaces around ideographs, each of them is a mark too, and Chinese text needs no encoding of whole lines. An added token must not
 * reach over a space, and the marks that it is written with are left to the tokenizer.
 *
 * @returns undefined for others, byte-level BPE first of all, which keep the space in a token
 */
export function wordDivider(json: string): WordDivider | undefined {
  const { model, normalizer, pre_tokenizer: preTokenizer, added_tokens: added = [] } = JSON.parse(json) as TokenizerJson;
  const wordsApart =
    model?.type === 'WordPiece' &&
    preTokenizer?.type === 'BertPreTokenizer' &&
    (normalizer?.type ?? 'BertNormalizer') === 'BertNormalizer' &&
    added.every(
      ({ content, single_word: isWord, lstrip, rstrip }) =>
        !/\s/.test(content) && isWord !== true && lstrip !== true && rstrip !== true,
    );
  // What has punctuation inside is no word to the pre-tokenizer, so that the model itself never gives its id.
  const isDivider = ({ content, normalized }: AddedToken) =>
    normalized === false && content !== model?.unk_token && /..[!-/:-@[-`{-~]|[!-/:-@[-`{-~]../.test(content);
  const divider = wordsApart ? added.find(isDivider) : undefined;
  if (divider === undefined) {
    return undefined;
  }
  const { id, content } = divider;
  const written = new Set(added.flatMap((token) => [...token.content]));
  const apart = (unit: string) => punctuation.test(unit) || (normalizer?.handle_chinese_chars === true && ideographs.test(unit));
  const units = Array.from({ length: 1 << 16 }, (_, unit) => String.fromCharCode(unit));
  return { id, content, marks: units.filter((unit) => apart(unit) && !written.has(unit)).join('') };
}
