/** What of a `tokenizer.json` decides whether words are encoded apart. */
interface TokenizerJson {
  readonly model?: { readonly type?: string; readonly unk_token?: string };
  readonly normalizer?: { readonly type?: string } | null;
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
}

/**
 * A divider for tokenizers that encode words apart: the tokens of a text are those of what stands between its spaces
 * (U+0020), one after the other. BERT's do: the normalizer looks at one character and the combining marks that follow
 * it, the pre-tokenizer splits at every space, and WordPiece sees one word. An added token must not reach over a space.
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
  return wordsApart ? added.find(isDivider) : undefined;
}
