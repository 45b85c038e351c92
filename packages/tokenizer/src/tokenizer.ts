import { createHash } from 'node:crypto';
import { type HubOptions, pretrainedFolder } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { Tokenizer as NativeTokenizer } from 'tokenizers';

import { asciiWordPiece } from './ascii-word-piece.js';
import { bertTokenizerJson } from './bert-tokenizer.js';
import { bpeTokenizerJson, type BpeVocabulary } from './bpe-tokenizer.js';
import { ConvertedEncoding, type Encoding } from './encoding.js';
import { PieceEncoder, type Pieces } from './piece-encoder.js';
import {
  BERT_SPECIAL_TOKENS,
  lazyRoles,
  SPECIAL_TOKEN_ROLES,
  specialTokenName,
  type SpecialTokenRole,
  type SpecialTokens,
} from './special-tokens.js';
import { type TokenizerSettings, tokenizerSettings } from './tokenizer-settings.js';
import { readTokenizerFiles, type SaveOptions, writeTokenizerFiles, type TokenizerFiles } from './tokenizer-files.js';
import { wordDivider } from './word-divider.js';

/** How the words of a vocabulary are used. */
export interface VocabularyOptions {
  readonly lowercase?: boolean;
  /** Names of the special tokens by role; default BERT's. */
  readonly specialTokens?: SpecialTokens<string>;
  /** Further tokens of the vocabulary that are found in a text as they stand, and left out by `skipSpecialTokens`. */
  readonly furtherTokens?: readonly string[];
}

/**
 * Turns text into token ids and back. Made from a WordPiece vocabulary, or read from the folder of any tokenizer of
 * Hugging Face's library, which does the work.
 */
export class Tokenizer {
  /** SHA-256, in hexadecimal digits, of the `tokenizer.json`: equal for tokenizers that are saved copies of another. */
  readonly fingerprint: string;
  /**
   * Ids of the special tokens by their role, whatever the tokens are called. A role that the tokenizer has no token for
   * throws a UserError when it is asked for, so that other roles of such a tokenizer can be used.
   */
  readonly specialTokens: SpecialTokens<number>;

  readonly #files: TokenizerFiles;
  readonly #native: NativeTokenizer;
  readonly #specialTokenNames: SpecialTokens<string>;
  // Read when it is asked for: a thread that only encodes needs none of it.
  #settings: TokenizerSettings | undefined;
  #vocabularySize: number | undefined;
  #pieceEncoder: PieceEncoder | undefined;

  private constructor(files: TokenizerFiles, where: string) {
    this.#files = files;
    this.#native = parseTokenizer(files.json, where);
    this.fingerprint = createHash('sha256').update(files.json).digest('hex');
    const has = (token: string) => this.tokenToId(token) !== undefined;
    const settings = () => [files.config, files.declaredSpecialTokens, this.#readSettings().declared];
    this.#specialTokenNames = lazyRoles((role) => specialTokenName(role, has, settings(), where));
    this.specialTokens = lazyRoles((role) => this.tokenToId(this.#specialTokenNames[role])!);
  }

  /**
   * A BERT tokenizer (its normalizer and pre-tokenizer, then WordPiece) with these tokens in id order.
   *
   * @param options.lowercase whether text is lowercased and loses its accents; true unless said otherwise
   * @throws {UserError} for an empty or repeated token, or without a special token.
   */
  static fromVocabulary(tokens: readonly string[], options: VocabularyOptions = {}): Tokenizer {
    const { lowercase = true, specialTokens = BERT_SPECIAL_TOKENS, furtherTokens } = options;
    const where = 'the tokens given';
    const json = bertTokenizerJson({ tokens, specialTokens, furtherTokens, lowercase, where });
    const config = {
      tokenizer_class: 'ElectraTokenizer',
      do_lower_case: lowercase,
      strip_accents: null,
      tokenize_chinese_chars: true,
      ...declarations(options),
    };
    return new Tokenizer({ json, config, declaredSpecialTokens: {} }, where);
  }

  /**
   * A byte-level BPE tokenizer, as GPT-2 and RoBERTa have it, but with BERT's special tokens.
   *
   * @param options.lowercase whether text is lowercased; false unless said otherwise
   * @throws {UserError} for an empty or repeated token, or without a special token.
   */
  static fromBpe(vocabulary: BpeVocabulary, options: VocabularyOptions = {}): Tokenizer {
    const { lowercase = false, specialTokens = BERT_SPECIAL_TOKENS, furtherTokens } = options;
    const where = 'the tokens given';
    const json = bpeTokenizerJson({ ...vocabulary, specialTokens, furtherTokens, lowercase, where });
    const config = { tokenizer_class: 'PreTrainedTokenizerFast', ...declarations(options) };
    return new Tokenizer({ json, config, declaredSpecialTokens: {} }, where);
  }

  /**
   * The tokenizer in a folder, as `save` or Hugging Face's `save_pretrained` wrote it: `tokenizer.json`, or only
   * BERT's `vocab.txt`, or `vocab.json` and `merges.txt` of byte-level BPE, with the tokens added to them. What `tokenizer_config.json`
   * says of BERT's normalizer (`do_lower_case`, `strip_accents`, `tokenize_chinese_chars`) goes before `tokenizer.json`, as in
   * `transformers`; where it is silent, what `tokenizer.json` says stays, for the tokenizer was trained with it, while `transformers`
   * takes BERT's defaults and lowercases. The special tokens' roles are those that `tokenizer_config.json` or `special_tokens_map.json`
   * declare, else that `tokenizer.json` itself gives them (what it puts around a text, pads with or takes for unknown
   * words), else known by their usual names (`[PAD]`, `<pad>`, …).
   *
   * `owner/name` is a model of a Hugging Face hub, whose tokenizer is downloaded to the cache that models are kept in, without
   * their weights; a folder that exists is itself.
   *
   * @throws {UserError} for a folder without a tokenizer, a malformed file, a vocabulary without `tokenizer.json` that another class of
   *   `transformers` reads, or a model that cannot be downloaded.
   */
  static async fromPretrained(nameOrFolder: string, options: { readonly hub?: HubOptions } = {}): Promise<Tokenizer> {
    const folder = await pretrainedFolder(nameOrFolder, options.hub, 'tokenizer');
    return new Tokenizer(await readTokenizerFiles(folder), nameOrFolder);
  }

  /** The tokenizer that `files` of another one describe, as in a worker thread: they can be sent there. */
  static fromFiles(files: TokenizerFiles): Tokenizer {
    return new Tokenizer(files, 'the files given');
  }

  /** One more than the largest token id: the number of rows that an embedding table needs. */
  get vocabularySize(): number {
    this.#vocabularySize ??= Object.values(this.#native.getVocab(true)).reduce((most, id) => Math.max(most, id + 1), 0);
    return this.#vocabularySize;
  }

  /** What the tokenizer was made from. */
  get files(): TokenizerFiles {
    return this.#files;
  }

  /**
   * Writes `tokenizer.json`, `tokenizer_config.json` and, for WordPiece, `vocab.txt` into a folder, which is created.
   * `fromPretrained` here and `ElectraTokenizerFast.from_pretrained` in Python read the same tokenizer from them.
   *
   * @param options.modelMaxLength the most tokens that the model reads, at which `transformers` cuts texts; unless given, what
   *   the folder said that this tokenizer was read from
   * @throws {UserError} where the folder cannot be made or written.
   */
  async save(folder: string, options: SaveOptions = {}): Promise<void> {
    await writeTokenizerFiles(folder, this.#files, this.#existingSpecialTokens(), options);
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
   * Ids and word starts of each text, without special tokens added: what `encodeBatch` finds, but for
   * WordPiece in less time, as its words are remembered. Calls are answered one after the other.
   */
  async encodePieces(texts: readonly string[]): Promise<Pieces[]> {
    this.#pieceEncoder ??= this.#makePieceEncoder();
    return this.#pieceEncoder.encode(texts);
  }

  /**
   * Readable text for token ids. Spaces and what normalization took away come back only as far as the tokens tell.
   *
   * @param options.skipSpecialTokens whether special tokens are left out; false unless said otherwise
   * @throws {RangeError} for an id that is no token's.
   */
  decode(ids: Iterable<number>, options: { readonly skipSpecialTokens?: boolean } = {}): string {
    const { skipSpecialTokens = false } = options;
    const { specialIds } = this.#readSettings();
    const kept = skipSpecialTokens ? Array.from(ids).filter((id) => !specialIds.has(id)) : ids;
    const tokens = Array.from(kept, (id) => this.idToToken(id));
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

  #makePieceEncoder(): PieceEncoder {
    const { json } = this.#files;
    const divider = wordDivider(json);
    return new PieceEncoder({
      encodeBatch: (batch) => this.encodeBatch(batch),
      divider,
      encodeWord: divider && asciiWordPiece(json),
    });
  }

  #readSettings(): TokenizerSettings {
    return (this.#settings ??= tokenizerSettings(this.#files.json));
  }

  #existingSpecialTokens(): Partial<SpecialTokens<string>> {
    const names: { -readonly [role in SpecialTokenRole]?: string } = {};
    for (const role of SPECIAL_TOKEN_ROLES) {
      try {
        names[role] = this.#specialTokenNames[role];
      } catch (problem) {
        if (!(problem instanceof UserError)) throw problem;
      }
    }
    return names;
  }
}

/** What `tokenizer_config.json` says of special tokens that are not BERT's. */
function declarations({ specialTokens, furtherTokens = [] }: VocabularyOptions): Readonly<Record<string, unknown>> {
  const roles = Object.entries({ ...specialTokens }).map(([role, token]) => [`${role}_token`, token]);
  return { ...Object.fromEntries(roles), ...(furtherTokens.length > 0 && { additional_special_tokens: furtherTokens }) };
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
