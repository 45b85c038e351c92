import { showValue, UserError } from '@electra-ts/config';

import { SPECIAL_TOKEN_ROLES } from './special-tokens.js';

/** A token that is found in a text as it stands, under the names of Hugging Face's files. */
export interface AddedToken {
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  /** Whether it is looked for in the text after normalization. */
  readonly normalized: boolean;
  readonly special: boolean;
}

/** What a folder without `tokenizer.json` says of added tokens. */
export interface AddedTokenDeclarations {
  /** Content of `tokenizer_config.json`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Content of `special_tokens_map.json`. */
  readonly specialTokensMap: Readonly<Record<string, unknown>>;
  /** Content of `added_tokens.json`: ids by token. */
  readonly ids: Readonly<Record<string, unknown>>;
  readonly vocabulary: { readonly has: (token: string) => boolean; readonly size: number };
  /** The folder, for error messages. */
  readonly where: string;
}

/**
 * The added tokens of a tokenizer that is not in one file, in the order of their ids: those that the vocabulary lacks
 * come after it. They are `added_tokens_decoder` of `tokenizer_config.json`, or in older folders `added_tokens.json` and
 * `special_tokens_map.json`, then `additional_special_tokens`, as in transformers (4.57, `_from_pretrained` of
 * tokenization_utils_base.py). Tokens with a role are among them where a file says how they are found.
 *
 * @throws {UserError} for a malformed declaration, or an id that is not the next one: `transformers` gives the token another
 *   in each of its two implementations.
 */
export function declaredAddedTokens({ config, specialTokensMap, ids, vocabulary, where }: AddedTokenDeclarations): AddedToken[] {
  const decoder = asEntries(config['added_tokens_decoder']);
  const settings = decoder === undefined ? [config, specialTokensMap] : [config];
  const further = settings.flatMap((entries) => asList(entries['additional_special_tokens']));
  const roles = settings.flatMap((entries) => SPECIAL_TOKEN_ROLES.map((role) => entries[`${role}_token`]));
  const special = new Set([...further, ...roles].map(contentOf));
  const numbered = decoder ?? Object.entries(ids).map(([content, id]) => [String(id), content] as const);

  const tokens = new Map<string, AddedToken>();
  let next = vocabulary.size;
  for (const [key, declared] of numbered.toSorted(([a], [b]) => Number(a) - Number(b))) {
    const token = addedToken(declared, special, where);
    // Where both have a token, the vocabulary's id counts.
    if (!vocabulary.has(token.content) && !tokens.has(token.content)) {
      if (Number(key) !== next) throw wrongId(token.content, key, next, where);
      next++;
    }
    tokens.set(token.content, token);
  }
  const describedRoles = roles.filter((role) => typeof role === 'object' && isKnown(contentOf(role)));
  for (const declared of [...describedRoles, ...further]) {
    const token = addedToken(declared, special, where);
    if (!tokens.has(token.content)) tokens.set(token.content, token);
  }
  return [...tokens.values()];

  function isKnown(content: string | undefined): boolean {
    return content !== undefined && (vocabulary.has(content) || tokens.has(content));
  }
}

/** The names of `additional_special_tokens`, whose entries are strings or objects; undefined where there are none. */
export function additionalSpecialTokens(settings: Readonly<Record<string, unknown>>): string[] | undefined {
  const entries = asList(settings['additional_special_tokens']);
  return entries.length === 0 ? undefined : entries.map(contentOf).filter((content) => content !== undefined);
}

function addedToken(declared: unknown, special: ReadonlySet<string | undefined>, where: string): AddedToken {
  const content = contentOf(declared);
  if (content === undefined) {
    throw new UserError({
      what: `An added token of ${where} cannot be used`,
      expected: 'a text, or an object whose "content" is one',
      received: showValue(declared),
      remedy: 'Mend added_tokens.json, special_tokens_map.json or added_tokens_decoder of tokenizer_config.json.',
    });
  }
  const flags: Partial<Record<keyof AddedToken, unknown>> = typeof declared === 'object' ? { ...declared } : {};
  const isSpecial = flags.special === true || special.has(content);
  return {
    content,
    single_word: flags.single_word === true,
    lstrip: flags.lstrip === true,
    rstrip: flags.rstrip === true,
    normalized: typeof flags.normalized === 'boolean' ? flags.normalized : !isSpecial,
    special: isSpecial,
  };
}

function contentOf(declared: unknown): string | undefined {
  const content = typeof declared === 'object' ? (declared as { readonly content?: unknown } | null)?.content : declared;
  return typeof content === 'string' && content !== '' ? content : undefined;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asEntries(value: unknown): (readonly [string, unknown])[] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

function wrongId(content: string, received: string, expected: number, where: string): UserError {
  return new UserError({
    what: `The added token "${content}" of ${where} does not follow the vocabulary`,
    expected: `id ${expected}, the next one`,
    received,
    remedy: 'Save the tokenizer with its tokenizer.json (a class of transformers that ends in Fast), which leaves no doubt.',
  });
}
