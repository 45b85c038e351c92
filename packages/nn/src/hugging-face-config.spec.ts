import { UserError } from '@electra-ts/config';
import { electraConfig } from './electra-config.js';
import { fromHuggingFaceConfig, toHuggingFaceConfig } from './hugging-face-config.js';

describe('toHuggingFaceConfig', () => {
  it('writes the keys of transformers', () => {
    const json = toHuggingFaceConfig(electraConfig({ numHiddenLayers: 5 }), { architectures: ['ElectraModel'] });
    expect(json).toEqual({
      architectures: ['ElectraModel'],
      attention_probs_dropout_prob: 0.1,
      embedding_size: 128,
      hidden_act: 'gelu',
      hidden_dropout_prob: 0.1,
      hidden_size: 256,
      initializer_range: 0.02,
      intermediate_size: 1024,
      layer_norm_eps: 1e-12,
      max_position_embeddings: 512,
      model_type: 'electra',
      num_attention_heads: 4,
      num_hidden_layers: 5,
      pad_token_id: 0,
      position_embedding_type: 'absolute',
      type_vocab_size: 2,
      vocab_size: 30522,
    });
  });
});

describe('fromHuggingFaceConfig', () => {
  it('reads back what was written', () => {
    const config = electraConfig({ vocabSize: 77, hiddenSize: 12, numAttentionHeads: 3, hiddenDropoutProb: 0 });
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(config, {}))).toEqual(config);
  });

  it('takes the defaults for what is absent or null, and ignores what does not shape the network', () => {
    const json = { vocab_size: 50, pad_token_id: null, is_decoder: false, transformers_version: '4.57.6', use_cache: true };
    expect(fromHuggingFaceConfig(json)).toEqual(electraConfig({ vocabSize: 50 }));
  });

  it.each<[unknown, RegExp]>([
    [[], /config\.json.*an object.*received an array/],
    [null, /config\.json.*an object.*received null/],
    [{ model_type: 'bert' }, /model_type.*"electra".*received "bert"/],
    [{ position_embedding_type: 'relative_key' }, /position_embedding_type.*"absolute"/],
    [{ is_decoder: true }, /is_decoder.*false.*received true/],
    [{ hidden_size: '256' }, /hidden_size.*a number.*received "256"/],
    [{ hidden_act: 'prelu' }, /hiddenAct.*one of gelu, .*received "prelu"/],
  ])('refuses %j', (json, message) => {
    expect(() => fromHuggingFaceConfig(json)).toThrow(UserError);
    expect(() => fromHuggingFaceConfig(json)).toThrow(message);
  });

  it('refuses what is nested deeper than there is stack', () => {
    const nested: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(() => fromHuggingFaceConfig({ hidden_size: nested })).toThrow(UserError);
    expect(() => fromHuggingFaceConfig({ hidden_size: nested })).toThrow(/hidden_size.*received a deeply nested value/);
  });
});
