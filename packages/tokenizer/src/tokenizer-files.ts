import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from '@electra-ts/checkpoint';
import { readConfigFile, readUtf8, UserError } from '@electra-ts/config';

import { type AddedTokenDeclarations, additionalSpecialTokens, declaredAddedTokens } from './added-tokens.js';
import { bertTokenizerJson } from './bert-tokenizer.js';
import { byteLevelJson } from './byte-level-json.js';
import { normalizerSettings, withNormalizerSettings } from './normalizer-settings.js';
import {
  BERT_SPECIAL_TOKENS,
  mapRoles,
  specialTokenName,
  type SpecialTokens,
  type SpecialTokenSettings,
} from './special-tokens.js';
import { assertReadableClass } from './tokenizer-class.js';

/** Hugging Face's names of a tokenizer's files. */
const TOKENIZER = 'tokenizer.json';
const CONFIG = 'tokenizer_config.json';
const SPECIAL_TOKENS = 'special_tokens_map.json';
const ADDED_TOKENS = 'added_tokens.json';
const VOCABULARY = 'vocab.txt';
const BPE_VOCABULARY = 'vocab.json';
const MERGES = 'merges.txt';

/** What a tokenizer's folder holds. */
export interface TokenizerFiles {
  /** Text of `tokenizer.json`, which is the whole tokenizer. */
  readonly json: string;
  /** Content of `tokenizer_config.json`: how `transformers` presents it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The special tokens that a separate `special_tokens_map.json` declares. */
  readonly declaredSpecialTokens: SpecialTokenSettings;
}

/**
 * Reads a folder as Hugging Face's `transformers` write it: `tokenizer.json`, or in older ones only BERT's
 * `vocab.txt`, or GPT-2's and RoBERTa's `vocab.json` and `merges.txt`, with the tokens that were added to them.
 * `tokenizer_config.json` describes BERT's normalizer: what it says goes before `tokenizer.json`, and where it is silent,
 * text of a `vocab.txt` is lowercased.
 *
 * @throws {UserError} where the folder holds none of them, a file is malformed, or a vocabulary is of another class of
 *   tokenizers.
 */
export async function readTokenizerFiles(folder: string): Promise<TokenizerFiles> {
  const config = await readOptionalMapping(join(folder, CONFIG));
  const declaredSpecialTokens = await readOptionalMapping(join(folder, SPECIAL_TOKENS));
  if (await isFile(join(folder, TOKENIZER))) {
    return { json: withNormalizerSettings(await readUtf8(join(folder, TOKENIZER)), config), config, declaredSpecialTokens };
  }
  const settings = [config, declaredSpecialTokens];
  const ids = await readOptionalMapping(join(folder, ADDED_TOKENS));
  const declaredTokens = (vocabulary: AddedTokenDeclarations['vocabulary']) =>
    declaredAddedTokens({ config, specialTokensMap: declaredSpecialTokens, ids, vocabulary, where: folder });
  const path = join(folder, VOCABULARY);
  if (await isFile(path)) {
    assertReadableClass(config, VOCABULARY, folder);
    const tokens = parseVocabulary(await readUtf8(path));
    const known = new Set(tokens);
    const added = declaredTokens(known);
    const all = new Set([...tokens, ...added.map(({ content }) => content)]);
    const json = bertTokenizerJson({
      tokens,
      specialTokens: mapRoles(BERT_SPECIAL_TOKENS, (_, role) =>
        // WordPiece itself answers with the unknown token.
        specialTokenName(role, (token) => (role === 'unk' ? known : all).has(token), settings, path),
      ),
      declaredTokens: added,
      lowercase: config['do_lower_case'] !== false,
      stripAccents: typeof config['strip_accents'] === 'boolean' ? config['strip_accents'] : null,
      tokenizeChineseCharacters: config['tokenize_chinese_chars'] !== false,
      where: path,
    });
    return { json, config, declaredSpecialTokens };
  }
  const bpePath = join(folder, BPE_VOCABULARY);
  if ((await isFile(bpePath)) && (await isFile(join(folder, MERGES)))) {
    assertReadableClass(config, BPE_VOCABULARY, folder);
    const vocabulary = await readConfigFile(bpePath);
    const merges = await readUtf8(join(folder, MERGES));
    const json = byteLevelJson({ vocabulary, merges, settings, declaredTokens, where: folder });
    return { json, config, declaredSpecialTokens };
  }
  throw new UserError({
    what: `There is no tokenizer in ${folder}`,
    expected: `a folder with ${TOKENIZER}, ${VOCABULARY}, or ${BPE_VOCABULARY} and ${MERGES}`,
    received: await describeFolder(folder),
    remedy: 'Give the folder that a tokenizer was saved to.',
  });
}

/** What of a tokenizer's files is not the tokenizer's own. */
export interface SaveOptions {
  /** The most tokens of a text that its model reads, at which `transformers` cuts (`model_max_length`); default what the tokenizer's own configuration says. */
  readonly modelMaxLength?: number;
}

/**
 * Writes the files from which `readTokenizerFiles`, and `transformers`, read the same tokenizer. So the configuration
 * tells how `tokenizer.json` normalizes, which `transformers` would change otherwise.
 *
 * @throws {UserError} where the folder cannot be made or written.
 */
export async function writeTokenizerFiles(
  folder: string,
  { json, config, declaredSpecialTokens = {} }: Pick<TokenizerFiles, 'json' | 'config'> & Partial<TokenizerFiles>,
  specialTokens: Partial<SpecialTokens<string>>,
  { modelMaxLength }: SaveOptions = {},
): Promise<void> {
  const added = addedContents(json);
  // Others that a special_tokens_map.json names would be added to the tokenizer by transformers.
  const further = additionalSpecialTokens(config) ?? additionalSpecialTokens(declaredSpecialTokens)?.filter((token) => added.has(token));
  const completeConfig = {
    ...config,
    ...(further && further.length > 0 && { additional_special_tokens: further }),
    ...normalizerSettings(json),
    ...Object.fromEntries(Object.entries(specialTokens).map(([role, token]) => [`${role}_token`, token])),
    ...(modelMaxLength !== undefined && { model_max_length: modelMaxLength }),
  };
  const tokens = wordPieceTokens(json);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, CONFIG), `${JSON.stringify(completeConfig, null, 2)}\n`);
    if (tokens !== undefined) await writeFile(join(folder, VOCABULARY), `${tokens.join('\n')}\n`);
    await writeFile(join(folder, TOKENIZER), json);
  } catch (error) {
    throw describeFileError(error, 'write the tokenizer to', folder);
  }
}

/** The tokens in id order, for a WordPiece model without gaps; only that can be written as `vocab.txt`. */
function wordPieceTokens(json: string): string[] | undefined {
  const { model } = JSON.parse(json) as { model: { type?: string; vocab: Record<string, number> } };
  if (model.type !== 'WordPiece') return undefined;
  const entries = Object.entries(model.vocab).sort(([, a], [, b]) => a - b);
  return entries.every(([, id], i) => id === i) ? entries.map(([token]) => token) : undefined;
}

function addedContents(json: string): ReadonlySet<string> {
  const { added_tokens: added = [] } = JSON.parse(json) as { readonly added_tokens?: readonly { readonly content: string }[] };
  return new Set(added.map(({ content }) => content));
}

function parseVocabulary(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

async function readOptionalMapping(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!(await isFile(path))) return {};
  const content = await readConfigFile(path);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UserError({ what: path, expected: 'a JSON object', received: JSON.stringify(content).slice(0, 60) });
  }
  return content as Record<string, unknown>;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

async function describeFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return 'a path where nothing is';
  return found.isDirectory() ? 'a folder without them' : 'a file';
}
