import { UserError } from '@electra-ts/config';
import { assertVocabulary } from './assert-vocabulary.js';
import { electraConfig } from './electra-config.js';

describe('assertVocabulary', () => {
  const config = electraConfig({ vocabSize: 8 });

  it('accepts tokenizers with as many tokens or fewer', () => {
    for (const vocabularySize of [1, 8]) expect(() => assertVocabulary(config, { vocabularySize })).not.toThrow();
  });

  it('refuses more, naming table and key', () => {
    expect(() => assertVocabulary(config, { vocabularySize: 9 })).toThrow(UserError);
    expect(() => assertVocabulary(config, { vocabularySize: 9 })).toThrow(/at most 8.*word_embeddings\.weight.*vocab_size.*9 tokens/s);
  });
});
