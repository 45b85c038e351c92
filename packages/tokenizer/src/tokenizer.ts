import { createHash } from 'node:crypto';
import { UserError } from '@electra-ts/config';
import { Tokenizer as NativeTokenizer } from 'tokenizers';

import { bertTokenizerJson } from './bert-tokenizer.js';
import { ConvertedEncoding, type Encoding } from './encoding.js';
import { BERT_SPECIAL_TOKENS, mapRoles, specialTokenNames, type SpecialTokens } from './special-tokens.js';
import { readTokenizerFiles, writeTokenizerFiles, type TokenizerFiles } from './tokenizer-files.js';

/**
 * Turns text into token ids and back. Made from a WordPiece vocabulary, or read from the folder of any tokenizer of
 * Hugging Face's library, which does the work.
 */
export class Tokenizer {
  /** One more than the largest token id: the number of rows that an embedding table needs. */
  readonly vocabularySize: number;
  /** SHA-256, in hexadecimal digits, of the `tokenizer.json`: equal for tokenizers that are saved copies of another. */
  readonly fingerprint: string;
  /** Ids of the special tokens by their role. */
  readonly specialTokens: SpecialTokens<number>;

  readonly #files: TokenizerFiles;
  readonly #native: NativeTokenizer;
  readonly #specialTokenNames: SpecialTokens<string>;

  private constructor(files: TokenizerFiles, where: string) {
    this.#files = files;
    this.#native = parseTokenizer(files.json, where);
    this.vocabularySize = Object.values(this.#native.getVocab(true)).reduce((most, id) => Math.max(most, id + 1), 0);
    this.fingerprint = createHash('sha256').update(files.json).digest('hex');
    this.#specialTokenNames = specialTokenNames(
      (token) => this.tokenToId(token) !== undefined,
      [files.config, files.declaredSpecialTokens],
      where,
    );
    this.specialTokens = mapRoles(this.#specialTokenNames, (token) => this.tokenToId(token)!);
  }

  /**
   * A BERT tokenizer (its normalizer and pre-tokenizer, then WordPiece) with these tokens in id order.
   *
   * @param options.lowercase whether text is lowercased and loses its accents; true unless said otherwise
   * @throws {UserError} for an empty or repeated token, or without `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]` and `[MASK]`.
   */
  static fromVocabulary(tokens: readonly string[], options: { readonly lowercase?: boolean } = {}): Tokenizer {
    const { lowercase = true } = options;
    const where = 'the tokens given';
    const json = bertTokenizerJson({ tokens, specialTokens: BERT_SPECIAL_TOKENS, lowercase, where });
    const config = {
      tokenizer_class: 'ElectraTokenizer',
      do_lower_case: lowercase,
      strip_accents: null,
      tokenize_chinese_chars: true,
    };
    return new Tokenizer({ json, config, declaredSpecialTokens: {} }, where);
  }

  /**
   * The tokenizer in a folder, as `save` or Hugging Face's `save_pretrained` wrote it: `tokenizer.json`, or only
   * BERT's `vocab.txt`. The special tokens' roles are those that `tokenizer_config.json` or `special_tokens_map.json`
   * declare, else known by their usual names (`[PAD]`, `<pad>`, …).
   *
   * @throws {UserError} for a folder without a tokenizer, a malformed file, or a role without a token.
   */
  static async fromPretrained(folder: string): Promise<Tokenizer> {
    return new Tokenizer(await readTokenizerFiles(folder), folder);
  }

  /**
   * Writes `tokenizer.json`, `tokenizer_config.json` and, for WordPiece, `vocab.txt` into a folder, which is created.
   * `fromPretrained` here and `ElectraTokenizerFast.from_pretrained` in Python read the same tokenizer from them.
   */
  async save(folder: string): Promise<void> {
    await writeTokenizerFiles(folder, this.#files, this.#specialTokenNames);
  }

  /** The tokens of a text, without special tokens added; those that stand in the text (`[MASK]`) are recognized. */
  async encode(text: string): Promise<Encoding> {
    return new ConvertedEncoding(text, await this.#native.encode(text, null, { addSpecialTokens: false }));
  }

  /** The same as `encode` for each text, computed in parallel. */
  async encodeBatch(texts: readonly string[]): Promise<Encoding[]> {
    const encodings = await this.#native.encodeBatch([...texts], { addSpecialTokens: false });
    return encodings.map((encoding, i) => new ConvertedEncoding(texts[i], encoding));
  }

  /**
   * Readable text for token ids. Spaces and what normalization took away come back only as far as the tokens tell.
   *
   * @throws {RangeError} for an id that is no token's.
   */
  decode(ids: Iterable<number>): string {
    const tokens = Array.from(ids, (id) => this.idToToken(id));
    return this.#native.getDecoder()?.decode(tokens) ?? tokens.join(' ');
  }

  /** @throws {RangeError} for an id that is no token's. */
  idToToken(id: number): string {
    const isId = Number.isInteger(id) && id >= 0 && id < this.vocabularySize;
    const token = isId ? this.#native.idToToken(id) : null;
    if (token === null) {
      throw new RangeError(`idToToken: expected the id of a token, below ${this.vocabularySize}, received ${id}`);
    }
    return token;
  }

  /** The id of a token, or undefined for a text that is no token. */
  tokenToId(token: string): number | undefined {
    return this.#native.tokenToId(token) ?? undefined;
  }
}

function parseTokenizer(json: string, where: string): NativeTokenizer {
  try {
    const native = NativeTokenizer.fromString(json);
    // A tokenizer saved after a training with fixed lengths would silently cut or fill texts.
    native.disableTruncation();
    native.disablePadding();
    return native;
  } catch (cause) {
    throw new UserError(
      {
        what: `Cannot read the tokenizer.json of ${where}`,
        expected: 'a tokenizer in the format of Hugging Face tokenizers',
        received: (cause as Error).message,
      },
      { cause },
    );
  }
}
