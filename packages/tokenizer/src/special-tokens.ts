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

/**
 * The token of each role: the one that a settings file declares (Hugging Face's `tokenizer_config.json` or
 * `special_tokens_map.json`: `"pad_token": "<pad>"` or `{"content": "<pad>"}`), else the first usual name that the
 * vocabulary has.
 *
 * @param settings content of the settings files, the most trusted first
 * @throws {UserError} for a role without a token, or with one that the vocabulary does not have.
 */
export function specialTokenNames(
  has: (token: string) => boolean,
  settings: readonly Readonly<Record<string, unknown>>[],
  where: string,
): SpecialTokens<string> {
  return mapRoles(usualNames, (usual, role) => {
    const declared = settings.map((entries) => content(entries[`${role}_token`])).find((name) => name !== undefined);
    const name = declared ?? usual.find(has);
    if (name === undefined || !has(name)) {
      throw new UserError({
        what: `The vocabulary of ${where} lacks a required special token`,
        expected: `${declared ?? usual.join(' or ')} (${role})`,
        received: 'a vocabulary without it',
        remedy: 'Choose a tokenizer with tokens for padding, unknown words, begin, end and mask, or add the token.',
      });
    }
    return name;
  });
}

/** A new value for each role. */
export function mapRoles<T, R>(tokens: SpecialTokens<T>, map: (value: T, role: string) => R): SpecialTokens<R> {
  return {
    pad: map(tokens.pad, 'pad'),
    unk: map(tokens.unk, 'unk'),
    cls: map(tokens.cls, 'cls'),
    sep: map(tokens.sep, 'sep'),
    mask: map(tokens.mask, 'mask'),
  };
}

function content(declaration: unknown): string | undefined {
  const name = typeof declaration === 'object' ? (declaration as { content?: unknown } | null)?.content : declaration;
  return typeof name === 'string' ? name : undefined;
}
