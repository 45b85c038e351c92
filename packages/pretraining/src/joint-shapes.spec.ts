import '@tensorflow/tfjs-backend-cpu';
import { JointModel } from './joint-model.js';
import { differenceShapes, jointShapes, languageModelHeadShapes, ownGeneratorShapes, withoutNames } from './joint-shapes.js';
import { smallConfig } from './small-model.fixture.js';

describe('ownGeneratorShapes', () => {
  const words = 'electra.embeddings.word_embeddings.weight';

  it('leaves out what is shared', () => {
    expect(ownGeneratorShapes(smallConfig)).not.toHaveProperty([words]);
    expect(ownGeneratorShapes({ ...smallConfig, sharing: 'none' })).toHaveProperty([words], [7, 4]);
    const heads = Object.keys(ownGeneratorShapes({ ...smallConfig, generator: smallConfig.discriminator, sharing: 'network' }));
    expect(heads.some((name) => name.startsWith('electra.'))).toBe(false);
    expect(heads).toContain('generator_lm_head.bias');
  });
});

describe('languageModelHeadShapes', () => {
  it("is a head for the discriminator's width", () => {
    expect(languageModelHeadShapes(smallConfig.discriminator)).toMatchObject({ 'generator_predictions.dense.weight': [4, 8], 'generator_lm_head.bias': [7] });
  });
});

describe('jointShapes', () => {
  it.each([{}, { languageModel: true }, { sharing: 'none' as const }, { twoTowers: true }])('are those of the variables of a model with %j', (kind) => {
    const model = JointModel.create({ ...smallConfig, ...kind }, { seed: 1 });
    const shapes = Object.entries(model.variables).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual(jointShapes({ ...smallConfig, ...kind }));
    model.dispose();
  });
});

describe('differenceShapes', () => {
  it('are those of the word and position embeddings', () => {
    const { vocabSize, maxPositionEmbeddings, embeddingSize } = smallConfig.discriminator;
    expect(Object.values(differenceShapes(smallConfig.discriminator))).toEqual([[vocabSize, embeddingSize], [maxPositionEmbeddings, embeddingSize]]);
  });
});

describe('withoutNames', () => {
  it('keeps the rest in order', () => {
    expect(Object.entries(withoutNames({ c: 1, b: 2, a: 3 }, (name) => name === 'b'))).toEqual([['c', 1], ['a', 3]]);
  });
});
