import { UserError } from '@electra-ts/config';
import { electraConfig, type ElectraConfig } from './electra-config.js';

describe('electraConfig', () => {
  it('completes with the sizes of ELECTRA-Small and keeps what is given', () => {
    const config = electraConfig({ vocabSize: 100, numHiddenLayers: 3, hiddenSize: undefined });
    expect(config).toMatchObject({ vocabSize: 100, numHiddenLayers: 3, hiddenSize: 256, embeddingSize: 128 });
    expect(config).toMatchObject({ intermediateSize: 1024, layerNormEps: 1e-12, initializerRange: 0.02 });
  });

  it.each<[Partial<ElectraConfig>, RegExp]>([
    [{ hiddenSize: 10, numAttentionHeads: 4 }, /hiddenSize.*multiple of numAttentionHeads, 4.*received 10/],
    [{ vocabSize: 0 }, /vocabSize.*positive integer.*received 0/],
    [{ numHiddenLayers: 1.5 }, /numHiddenLayers.*positive integer.*received 1.5/],
    [{ hiddenDropoutProb: 1 }, /hiddenDropoutProb.*below 1.*received 1/],
    [{ attentionProbsDropoutProb: -0.1 }, /attentionProbsDropoutProb.*at least 0.*received -0.1/],
    [{ layerNormEps: 0 }, /layerNormEps.*positive number.*received 0/],
    [{ initializerRange: Number.NaN }, /initializerRange.*positive number/],
    [{ padTokenId: 7, vocabSize: 7 }, /padTokenId.*0 to 6.*received 7/],
    [{ hiddenAct: 'glu' as 'gelu' }, /hiddenAct.*gelu.*received "glu"/],
  ])('refuses %j', (partial, message) => {
    expect(() => electraConfig(partial)).toThrow(UserError);
    expect(() => electraConfig(partial)).toThrow(message);
  });

  it('suggests the key that was meant', () => {
    const misspelled = { hiddenSise: 8 } as Partial<ElectraConfig>;
    expect(() => electraConfig(misspelled)).toThrow(/no key hiddenSise.*Did you mean hiddenSize\?/);
  });
});
