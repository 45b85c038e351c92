import '@tensorflow/tfjs-backend-cpu';
import { setBackend, zeros, type Tensor2D } from '@tensorflow/tfjs-core';
import { JointModel } from './joint-model.js';
import { languageModelHead, languageModelTable } from './language-model-head.js';
import { smallConfig } from './small-model.fixture.js';

describe('languageModelHead', () => {
  beforeAll(() => setBackend('cpu'));

  it("predicts from the discriminator's states with its own word embeddings", () => {
    const model = JointModel.create({ ...smallConfig, languageModel: true }, { seed: 1 });
    expect(languageModelHead(model, zeros([2, 8]) as Tensor2D).shape).toEqual([2, 4]);
    const [table, bias] = languageModelTable(model);
    expect(table).toBe(model.discriminator.parameters['electra.embeddings.word_embeddings.weight']);
    expect(bias.shape).toEqual([7]);
  });

  it('says what is missing in a model without one', () => {
    const model = JointModel.create(smallConfig, { seed: 1 });
    expect(() => languageModelTable(model)).toThrow(/languageModel: true/);
  });
});
