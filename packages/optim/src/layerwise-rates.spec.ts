import { layerwiseRates } from './layerwise-rates.js';

describe('layerwiseRates', () => {
  it('falls by the decay from layer to layer, with the reference\'s step of two below the head', () => {
    const names = [
      'classifier.dense.weight',
      'electra.encoder.layer.2.output.dense.weight',
      'electra.encoder.layer.1.output.LayerNorm.bias',
      'electra.encoder.layer.0.attention.self.query.weight',
      'electra.embeddings_project.weight',
      'electra.embeddings.word_embeddings.weight',
    ];
    const rates = layerwiseRates(names, { decay: 0.5, numHiddenLayers: 3 });
    expect(names.map((name) => rates[name])).toEqual([1, 0.25, 0.125, 0.0625, 0.03125, 0.03125]);
  });

  it('knows the encoder behind a prefix, and two-digit layers', () => {
    const rates = layerwiseRates(['discriminator.electra.encoder.layer.11.output.dense.bias'], {
      decay: 0.5,
      numHiddenLayers: 12,
    });
    expect(Object.values(rates)).toEqual([0.25]);
  });

  it('refuses layers that the model does not have, unknown parts and decays out of range', () => {
    const of = (name: string, decay = 0.8) => layerwiseRates([name], { decay, numHiddenLayers: 2 });
    expect(() => of('electra.encoder.layer.2.output.dense.bias')).toThrow('layers 0 to 1 under "electra.", received');
    expect(() => of('electra.pooler.weight')).toThrow('received electra.pooler.weight');
    expect(() => of('classifier.weight', 0)).toThrow('received 0');
    expect(() => of('classifier.weight', 1.5)).toThrow('received 1.5');
  });
});
