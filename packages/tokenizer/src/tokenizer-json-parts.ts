/** Parts of the `tokenizer.json` of Hugging Face's `tokenizers` that all models of ours share. */
import { UserError } from '@electra-ts/config';

import type { AddedToken } from './added-tokens.js';
import { mapRoles, type SpecialTokens } from './special-tokens.js';

/** A special token in a vocabulary. */
export interface IdentifiedToken {
  readonly id: number;
  readonly content: string;
}

/**
 * Tokens with their places as ids.
 *
 * @throws {UserError} for an empty or repeated token.
 */
export function indexTokens(tokens: readonly string[], where: string): Map<string, number> {
  const ids = new Map<string, number>();
  tokens.forEach((token, id) => {
    const earlier = ids.get(token);
    if (token === '' || earlier !== undefined) {
      throw new UserError({
        what: `The vocabulary of ${where} is not a list of distinct tokens`,
        expected: 'each token once',
        received: token === '' ? `an empty token with id ${id}` : `"${token}" with ids ${earlier} and ${id}`,
      });
    }
    ids.set(token, id);
  });
  return ids;
}

/**
 * Special tokens with their ids.
 *
 * @throws {UserError} for one that the vocabulary lacks.
 */
export function identify(
  ids: ReadonlyMap<string, number>,
  tokens: SpecialTokens<string>,
  where: string,
): SpecialTokens<IdentifiedToken> {
  return mapRoles(tokens, (content) => ({ id: requiredId(ids, content, where), content }));
}

/** Tokens of no role that are to be found in a text as they stand, with their ids. @throws {UserError} as `identify` */
export function identifyFurther(ids: ReadonlyMap<string, number>, tokens: readonly string[], where: string): IdentifiedToken[] {
  return tokens.map((content) => ({ id: requiredId(ids, content, where), content }));
}

/**
 * The `added_tokens` of a `tokenizer.json`, in id order: those with a role and further ones. They are special and found in
 * the text before normalization unless `declared` says otherwise; those with a role are always special.
 */
export function addedTokens(
  special: SpecialTokens<IdentifiedToken>,
  further: readonly IdentifiedToken[] = [],
  declared: readonly AddedToken[] = [],
): object[] {
  const roles = Object.values<IdentifiedToken>({ ...special });
  const tokens = [...new Map([...further, ...roles].map((token) => [token.id, token])).values()];
  const flags = new Map(declared.map((token) => [token.content, token]));
  return tokens
    .sort((a, b) => a.id - b.id)
    .map((token) => {
      const { id, content } = token;
      const usual = { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
      return { ...usual, ...flags.get(content), ...(roles.includes(token) && { special: true }) };
    });
}

function requiredId(ids: ReadonlyMap<string, number>, token: string, where: string): number {
  const id = ids.get(token);
  if (id === undefined) {
    throw new UserError({
      what: `The vocabulary of ${where} lacks a required special token`,
      expected: token,
      received: `${ids.size} tokens without it`,
    });
  }
  return id;
}

/** The template `[CLS] A [SEP]`, or `[CLS] A [SEP] B [SEP]`. */
export function postProcessor(cls: IdentifiedToken, sep: IdentifiedToken) {
  const token = ({ content }: IdentifiedToken, type_id: number) => ({ SpecialToken: { id: content, type_id } });
  const text = (id: 'A' | 'B', type_id: number) => ({ Sequence: { id, type_id } });
  const declare = ({ id, content }: IdentifiedToken) => [content, { id: content, ids: [id], tokens: [content] }];
  return {
    type: 'TemplateProcessing',
    single: [token(cls, 0), text('A', 0), token(sep, 0)],
    pair: [token(cls, 0), text('A', 0), token(sep, 0), text('B', 1), token(sep, 1)],
    special_tokens: Object.fromEntries([cls, sep].map(declare)),
  };
}
