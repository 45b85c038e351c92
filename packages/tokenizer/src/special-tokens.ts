import { UserError } from '@electra-ts/config';

/** A value for each of the tokens that stand for no text of their own. */
export interface SpecialTokens<T> {
  /** Fills rows up to a batch's length. */
  readonly pad: T;
  /** Stands for a word that the vocabulary cannot spell. */
  readonly unk: T;
  /** Begins every example. */
  readonly cls: T;
  /** Ends every segment of an example. */
  readonly sep: T;
  /** Hides a token that the generator is to guess. */
  readonly mask: T;
}

/** BERT's special tokens in the order in which its vocabularies begin. */
export const BERT_SPECIAL_TOKENS: SpecialTokens<string> = {
  pad: '[PAD]',
  unk: '[UNK]',
  cls: '[CLS]',
  sep: '[SEP]',
  mask: '[MASK]',
};

const usualNames: SpecialTokens<readonly string[]> = {
  pad: ['[PAD]', '<pad>'],
  unk: ['[UNK]', '<unk>'],
  cls: ['[CLS]', '<cls>', '<s>'],
  sep: ['[SEP]', '<sep>', '</s>'],
  mask: ['[MASK]', '<mask>'],
};

/** What a token is for. */
export type SpecialTokenRole = keyof SpecialTokens<unknown>;

/** All roles, in the order in which BERT's vocabularies begin. */
export const SPECIAL_TOKEN_ROLES = Object.keys(BERT_SPECIAL_TOKENS) as readonly SpecialTokenRole[];

/** Content of settings files: `"pad_token": "<pad>"` or `"pad_token": {"content": "<pad>"}`. */
export type SpecialTokenSettings = Readonly<Record<string, unknown>>;

/** Declarations that stand in for a role's own: models that generate text name what begins and ends it. */
const substitutes: Partial<SpecialTokens<string>> = { cls: 'bos_token', sep: 'eos_token' };

/**
 * The token of a role: the one that settings declare (Hugging Face's `tokenizer_config.json` or
 * `special_tokens_map.json`), else the first usual name that the vocabulary has, else, for `cls` and `sep`, the token
 * declared to begin or end a text.
 *
 * @param settings the most trusted first
 * @throws {UserError} for a role without a token, or with one that the vocabulary does not have.
 */
export function specialTokenName(
  role: SpecialTokenRole,
  has: (token: string) => boolean,
  settings: readonly SpecialTokenSettings[],
  where: string,
): string {
  const declared = declaration(`${role}_token`, settings);
  const substitute = substitutes[role];
  const name = declared ?? usualNames[role].find(has) ?? (substitute && declaration(substitute, settings));
  if (name === undefined || !has(name)) {
    throw new UserError({
      what: `The vocabulary of ${where} lacks a required special token`,
      expected: `${name ?? usualNames[role].join(' or ')} (${role})`,
      received: 'a vocabulary without it',
      remedy:
        `Add such a token to the tokenizer, or name the one that it has as "${role}_token" in tokenizer_config.json; ` +
        'or choose a tokenizer with tokens for padding, unknown words, begin, end and mask.',
    });
  }
  return name;
}

/** A value for each role, found when it is first asked for: `find` may throw for roles that nobody needs. */
export function lazyRoles<T>(find: (role: SpecialTokenRole) => T): SpecialTokens<T> {
  const found = new Map<SpecialTokenRole, { readonly value: T }>();
  // Loops over tokens read these.
  const get = (role: SpecialTokenRole): T => {
    const known = found.get(role) ?? { value: find(role) };
    found.set(role, known);
    return known.value;
  };
  return {
    get pad() {
      return get('pad');
    },
    get unk() {
      return get('unk');
    },
    get cls() {
      return get('cls');
    },
    get sep() {
      return get('sep');
    },
    get mask() {
      return get('mask');
    },
  };
}

/** A new value for each role. */
export function mapRoles<T, R>(tokens: SpecialTokens<T>, map: (value: T, role: SpecialTokenRole) => R): SpecialTokens<R> {
  return {
    pad: map(tokens.pad, 'pad'),
    unk: map(tokens.unk, 'unk'),
    cls: map(tokens.cls, 'cls'),
    sep: map(tokens.sep, 'sep'),
    mask: map(tokens.mask, 'mask'),
  };
}

function declaration(key: string, settings: readonly SpecialTokenSettings[]): string | undefined {
  return settings.map((entries) => content(entries[key])).find((name) => name !== undefined);
}

function content(declared: unknown): string | undefined {
  const name = typeof declared === 'object' ? (declared as { content?: unknown } | null)?.content : declared;
  return typeof name === 'string' ? name : undefined;
}
