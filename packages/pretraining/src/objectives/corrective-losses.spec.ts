import '@tensorflow/tfjs-backend-cpu';
import { setBackend, type Tensor, tensor2d, type Tensor1D, tidy, zeros } from '@tensorflow/tfjs-core';
import { JointModel } from '../joint-model.js';
import { smallConfig, smallFeeds } from '../small-model.fixture.js';
import { correctiveLosses } from './corrective-losses.js';

describe('correctiveLosses', () => {
  beforeAll(() => setBackend('cpu'));

  it('reads detection at every real token, and the language model at the masked ones only', () => {
    const model = JointModel.create({ ...smallConfig, languageModel: true }, { seed: 1 });
    const feeds: Record<string, Tensor> = { ...smallFeeds(), attentionMask: tensor2d([[1, 1, 1], [1, 0, 1]]) };
    const [batch, tokens] = feeds['ids'].shape;
    const width = smallConfig.discriminator.hiddenSize;
    const ids_N = feeds['ids'].reshape([-1]) as Tensor1D;
    const corrupted = { corrupted_N: ids_N, original_N: ids_N, replaced_N: zeros([batch * tokens]) as Tensor1D };
    const weights = feeds['weights'].dataSync();
    const masked = new Set([...feeds['positions'].dataSync()].filter((_, slot) => weights[slot] > 0));
    /** Losses where one token's states are others. */
    const losses = (changed: number) =>
      tidy(() => {
        const rows = Array.from({ length: batch * tokens }, (_, row) => Array.from({ length: width }, (_, d) => Math.sin(row + d) + (row === changed ? 1 : 0)));
        const { discriminatorLoss, languageModelLoss } = correctiveLosses(model, feeds, corrupted, tensor2d(rows));
        return [discriminatorLoss.dataSync()[0], languageModelLoss.dataSync()[0]];
      });
    const before = losses(-1);
    const real = [...feeds['attentionMask'].dataSync()];
    for (let token = 0; token < batch * tokens; token++) {
      const after = losses(token);
      expect(after[0] !== before[0]).toBe(real[token] === 1);
      expect(after[1] !== before[1]).toBe(masked.has(token));
    }
    model.dispose();
  });
});
