import type { TokenDoubt } from './replaced-token-detector.js';

/** What a discriminator thinks of a whole text. */
export interface TextDoubt {
  /** Tokens that were judged, special ones left out. */
  readonly tokenCount: number;
  /** Mean and highest probability of having been replaced, 0 to 1; null for a text without tokens. */
  readonly meanReplaced: number | null;
  readonly maxReplaced: number | null;
  /** log of the probability that no token was replaced, each judged for itself, in nats: 0 at best. */
  readonly logOriginal: number;
  /**
   * The negated sum of the logits, in nats. Of a model that learned by noise contrastive estimation (`electric`) these are energies,
   * and this is the text's pseudo-log-likelihood up to a constant a token (Clark et al. 2020, Pre-Training Transformers as
   * Energy-Based Cloze Models, section 2). Of ELECTRA's discriminator it is, up to a constant, how much
   * likelier the tokens are as text than as samples of its generator.
   */
  readonly pseudoLogLikelihood: number;
}

/** Sums up what a discriminator thinks of a text's tokens. */
export function textDoubt(tokens: readonly Pick<TokenDoubt, 'logit' | 'replaced'>[]): TextDoubt {
  const sum = (value: (token: (typeof tokens)[number]) => number) => tokens.reduce((total, token) => total + value(token), 0);
  // log(1 - sigmoid(x)) = -softplus(x), in a form in which large logits stay finite. Without -0.
  const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  const tokenCount = tokens.length;
  return {
    tokenCount,
    meanReplaced: tokenCount === 0 ? null : sum(({ replaced }) => replaced) / tokenCount,
    maxReplaced: tokenCount === 0 ? null : tokens.reduce((most, { replaced }) => Math.max(most, replaced), 0),
    logOriginal: 0 - sum(({ logit }) => softplus(logit)),
    pseudoLogLikelihood: 0 - sum(({ logit }) => logit),
  };
}
