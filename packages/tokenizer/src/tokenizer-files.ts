import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from '@electra-ts/checkpoint';
import { readConfigFile, readUtf8, UserError } from '@electra-ts/config';

import { bertTokenizerJson } from './bert-tokenizer.js';
import { byteLevelJson } from './byte-level-json.js';
import {
  BERT_SPECIAL_TOKENS,
  mapRoles,
  specialTokenName,
  type SpecialTokens,
  type SpecialTokenSettings,
} from './special-tokens.js';

/** Hugging Face's names of a tokenizer's files. */
const TOKENIZER = 'tokenizer.json';
const CONFIG = 'tokenizer_config.json';
const SPECIAL_TOKENS = 'special_tokens_map.json';
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
 * `vocab.txt`, whose normalizer `tokenizer_config.json` describes (`do_lower_case`, true when absent), or GPT-2's and
 * RoBERTa's `vocab.json` and `merges.txt`.
 *
 * @throws {UserError} where the folder holds none of them, or a file is malformed.
 */
export async function readTokenizerFiles(folder: string): Promise<TokenizerFiles> {
  const config = await readOptionalMapping(join(folder, CONFIG));
  const declaredSpecialTokens = await readOptionalMapping(join(folder, SPECIAL_TOKENS));
  if (await isFile(join(folder, TOKENIZER))) {
    return { json: await readUtf8(join(folder, TOKENIZER)), config, declaredSpecialTokens };
  }
  const path = join(folder, VOCABULARY);
  if (await isFile(path)) {
    const tokens = parseVocabulary(await readUtf8(path));
    const known = new Set(tokens);
    const settings = [config, declaredSpecialTokens];
    const json = bertTokenizerJson({
      tokens,
      specialTokens: mapRoles(BERT_SPECIAL_TOKENS, (_, role) =>
        specialTokenName(role, (token) => known.has(token), settings, path),
      ),
      lowercase: config['do_lower_case'] !== false,
      stripAccents: typeof config['strip_accents'] === 'boolean' ? config['strip_accents'] : null,
      tokenizeChineseCharacters: config['tokenize_chinese_chars'] !== false,
      where: path,
    });
    return { json, config, declaredSpecialTokens };
  }
  const bpePath = join(folder, BPE_VOCABULARY);
  if ((await isFile(bpePath)) && (await isFile(join(folder, MERGES)))) {
    const vocabulary = await readConfigFile(bpePath);
    const merges = await readUtf8(join(folder, MERGES));
    const json = byteLevelJson({ vocabulary, merges, settings: [config, declaredSpecialTokens], where: folder });
    return { json, config, declaredSpecialTokens };
  }
  throw new UserError({
    what: `There is no tokenizer in ${folder}`,
    expected: `a folder with ${TOKENIZER}, ${VOCABULARY}, or ${BPE_VOCABULARY} and ${MERGES}`,
    received: await describeFolder(folder),
    remedy: 'Give the folder that a tokenizer was saved to.',
  });
}

/**
 * Writes the files from which `readTokenizerFiles`, and `transformers`, read the same tokenizer.
 *
 * @throws {UserError} where the folder cannot be made or written.
 */
export async function writeTokenizerFiles(
  folder: string,
  { json, config }: Pick<TokenizerFiles, 'json' | 'config'>,
  specialTokens: Partial<SpecialTokens<string>>,
): Promise<void> {
  const declarations = Object.entries(specialTokens).map(([role, token]) => [`${role}_token`, token]);
  const completeConfig = { ...config, ...Object.fromEntries(declarations) };
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
