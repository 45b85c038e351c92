import '@tensorflow/tfjs-backend-cpu';
import { gather, setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { generatorHead, outputTable } from './generator-head.js';
import { JointModel } from './joint-model.js';
import { smallConfig, smallFeeds } from './small-model.fixture.js';

describe('generatorHead', () => {
  beforeAll(() => setBackend('cpu'));

  it('answers for the masked positions, in their order', () => {
    const model = JointModel.create(smallConfig, { seed: 1 });
    const feeds = smallFeeds();
    const head = generatorHead(model, feeds, null);
    expect(head.shape).toEqual([4, 4]);
    const turned = generatorHead(model, { ...feeds, positions: tensor1d([0, 1, 5, 3], 'int32') }, null);
    expect(turned.dataSync()).toEqual(gather(head, tensor1d([1, 0, 2, 3], 'int32')).dataSync());
  });

  it("scores by the generator's word embeddings and a bias", () => {
    const model = JointModel.create(smallConfig, { seed: 1 });
    const [table, bias] = outputTable(model);
    expect(table).toBe(model.discriminator.parameters['electra.embeddings.word_embeddings.weight']);
    expect(bias.shape).toEqual([7]);
  });
});
