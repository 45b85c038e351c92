/** What of a `tokenizer.json` decides how WordPiece cuts a word of ASCII letters and digits. */
interface WordPieceJson {
  readonly model: {
    readonly type?: string;
    readonly vocab: Readonly<Record<string, number>>;
    readonly unk_token?: string;
    readonly continuing_subword_prefix?: string;
    readonly max_input_chars_per_word?: number;
  };
  readonly normalizer?: { readonly lowercase?: boolean } | null;
  readonly added_tokens?: readonly { readonly content: string }[];
}

/** The ids of a word, which is one to the pre-tokenizer as well; undefined where the tokenizer itself has to be asked. */
export type EncodeWord = (word: string) => readonly number[] | undefined;

/**
 * Encodes words of ASCII letters and digits, and ASCII marks one by one, without the library, whose encodings take much
 * time and memory beside the few ids that are wanted of them. BERT's normalizer does no more to them than lowercasing, and
 * WordPiece is the longest piece that fits, again and again (Wu et al. 2016, section 4.1; models/wordpiece of Hugging
 * Face's library).
 *
 * @param json of a tokenizer that has a `wordDivider`
 * @returns undefined where a word of letters might hold an added token
 */
export function asciiWordPiece(json: string): EncodeWord | undefined {
  const { model, normalizer, added_tokens: added = [] } = JSON.parse(json) as WordPieceJson;
  const { unk_token: unknown = '[UNK]', continuing_subword_prefix: prefix = '##', max_input_chars_per_word: longest = 100 } = model;
  const vocabulary = new Map(Object.entries(model.vocab));
  const unknownId = vocabulary.get(unknown);
  const marks = new Set(added.flatMap(({ content }) => [...content].filter((character) => /[!-/:-@[-`{-~]/.test(character))));
  if (unknownId === undefined || !added.every(({ content }) => [...content].some((character) => marks.has(character)))) {
    return undefined;
  }
  const cut = (word: string): number[] => {
    const ids: number[] = [];
    for (let start = 0; start < word.length; ) {
      let end = word.length;
      let id: number | undefined;
      for (; end > start && id === undefined; end--) {
        const part = word.slice(start, end);
        id = vocabulary.get(start === 0 ? part : prefix + part);
      }
      if (id === undefined) {
        return [unknownId];
      }
      ids.push(id);
      start = end + 1;
    }
    return ids;
  };
  return (word) => {
    const isMark = word.length === 1 && /[!-~]/.test(word) && !marks.has(word);
    if (!isMark && !/^[0-9A-Za-z]+$/.test(word)) {
      return undefined;
    }
    if (word.length > longest) {
      return [unknownId];
    }
    return cut(normalizer?.lowercase === true ? word.toLowerCase() : word);
  };
}
