import { linearFlops, type ElectraConfig } from '@electra-ts/nn';

/** Floating-point operations of the replaced-token head in a forward pass over a number of tokens. */
export function replacedTokenHeadFlops({ hiddenSize }: ElectraConfig, tokens: number): number {
  return linearFlops(tokens, hiddenSize, hiddenSize) + linearFlops(tokens, hiddenSize, 1);
}
