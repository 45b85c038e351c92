import { UserError } from '@electra-ts/config';

import type { AddedToken, AddedTokenDeclarations } from './added-tokens.js';
import { SPECIAL_TOKEN_ROLES, specialTokenName, type SpecialTokenSettings } from './special-tokens.js';

/** Content of the files that GPT-2's and RoBERTa's tokenizers consist of. */
export interface ByteLevelFiles {
  /** Of `vocab.json`: ids by token. */
  readonly vocabulary: unknown;
  /** Text of `merges.txt`. */
  readonly merges: string;
  /** Of `tokenizer_config.json` and `special_tokens_map.json`. */
  readonly settings: readonly SpecialTokenSettings[];
  /** The tokens that are found in a text as they stand, and how; those that the vocabulary lacks come after it. */
  readonly declaredTokens?: (vocabulary: AddedTokenDeclarations['vocabulary']) => readonly AddedToken[];
  /** The folder, for error messages. */
  readonly where: string;
}

/**
 * The `tokenizer.json` of byte-level BPE that is written in two files, as `transformers` converts it
 * (convert_slow_tokenizer.py, RobertaConverter and GPT2Converter): special tokens are those that settings declare or
 * that have their usual names. The mask takes the space before it (`lstrip`) unless settings say otherwise, as
 * RobertaTokenizer's does.
 *
 * @throws {UserError} for malformed files
 */
export function byteLevelJson({ vocabulary, merges, settings, declaredTokens, where }: ByteLevelFiles): string {
  const vocab = checkVocabulary(vocabulary, where);
  const size = Object.keys(vocab).length;
  const declared = declaredTokens?.({ has: (token) => Object.hasOwn(vocab, token), size }) ?? [];
  const further = declared.filter(({ content }) => !Object.hasOwn(vocab, content));
  const ids = { ...vocab, ...Object.fromEntries(further.map(({ content }, i) => [content, size + i])) };
  const addPrefixSpace = settings.some((entries) => entries['add_prefix_space'] === true);
  const byteLevel = { type: 'ByteLevel', add_prefix_space: addPrefixSpace, trim_offsets: true, use_regex: true };
  const special = new Map<string, string>();
  for (const role of SPECIAL_TOKEN_ROLES) {
    const name = nameOf(role, ids, settings, where);
    if (name !== undefined && !special.has(name)) {
      special.set(name, role);
    }
  }
  const withRole = [...special].map(([content, role]) => addedToken(content, role, declared, settings));
  const tokens = [...withRole, ...declared.filter(({ content }) => !special.has(content))].map((token) => ({ id: ids[token.content], ...token }));
  const [cls, sep] = (['cls', 'sep'] as const).map((role) => nameOf(role, ids, settings, where));
  const around = (content: string) => [content, ids[content]];
  const document = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: tokens.sort((a, b) => a.id - b.id),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor:
      cls === undefined || sep === undefined || cls === sep // GPT-2 puts nothing around a text
        ? byteLevel
        : { type: 'RobertaProcessing', sep: around(sep), cls: around(cls), trim_offsets: true, add_prefix_space: addPrefixSpace },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges: parseMerges(merges, vocab, where),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The token of a role; undefined where there is none, as GPT-2 has no mask. */
function nameOf(
  role: (typeof SPECIAL_TOKEN_ROLES)[number],
  vocab: Readonly<Record<string, number>>,
  settings: readonly SpecialTokenSettings[],
  where: string,
): string | undefined {
  try {
    return specialTokenName(role, (token) => Object.hasOwn(vocab, token), settings, where);
  } catch (problem) {
    if (problem instanceof UserError) return undefined;
    throw problem;
  }
}

function addedToken(content: string, role: string, declared: readonly AddedToken[], settings: readonly SpecialTokenSettings[]): AddedToken {
  const described = settings.map((entries) => entries[`${role}_token`]).find((entry) => typeof entry === 'object' && entry !== null);
  const flags = declared.find((token) => token.content === content) ?? (described as Partial<AddedToken> | undefined);
  return {
    content,
    single_word: flags?.single_word === true,
    lstrip: flags === undefined ? role === 'mask' : flags.lstrip === true,
    rstrip: flags?.rstrip === true,
    normalized: false,
    special: true,
  };
}

function checkVocabulary(vocabulary: unknown, where: string): Record<string, number> {
  const entries = typeof vocabulary === 'object' && vocabulary !== null && !Array.isArray(vocabulary) ? Object.entries(vocabulary) : [];
  const wrong = entries.find(([, id]) => !Number.isInteger(id) || id < 0);
  const ids = new Set(entries.map(([, id]) => id));
  if (entries.length === 0 || wrong !== undefined || ids.size < entries.length) {
    throw new UserError({
      what: `The vocab.json of ${where} is no vocabulary`,
      expected: 'an object that gives each token an id of its own',
      received: wrong ? JSON.stringify(Object.fromEntries([wrong])) : entries.length === 0 ? 'no entries' : 'an id that comes twice',
    });
  }
  return vocabulary as Record<string, number>;
}

/** Two tokens on each line, below a line with the version. */
function parseMerges(text: string, vocab: Readonly<Record<string, number>>, where: string): [string, string][] {
  const lines = text.split(/\r?\n/);
  const merges: [string, string][] = [];
  for (const [i, line] of lines.entries()) {
    if (line === '' || (i === 0 && line.startsWith('#version'))) continue;
    const parts = line.split(' ');
    if (parts.length !== 2 || ![...parts, parts.join('')].every((token) => Object.hasOwn(vocab, token))) {
      throw new UserError({
        what: `Line ${i + 1} of the merges.txt of ${where} is no merge`,
        expected: 'two tokens of vocab.json which together are one',
        received: line.slice(0, 60),
      });
    }
    merges.push([parts[0], parts[1]]);
  }
  return merges;
}
