import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { fill, setBackend, tensor1d, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { sequenceClassificationLogits } from './sequence-classification-logits.js';

beforeAll(() => setBackend('cpu'));

describe('sequenceClassificationLogits', () => {
  const config = electraConfig({ hiddenSize: 2, numAttentionHeads: 1, hiddenDropoutProb: 0.5 });
  const parameters = () => ({
    'classifier.dense.weight': tensor2d([[1, 0], [0, 1]]),
    'classifier.dense.bias': tensor1d([0, 0]),
    'classifier.out_proj.weight': tensor2d([[1, 0], [0, 1], [1, 1]]),
    'classifier.out_proj.bias': tensor1d([0, 0, 100]),
  });
  // Of two sequences; GELU keeps 20 and 30, and makes -20 zero.
  const first_BD = () => tensor2d([[20, 30], [-20, 20]]);

  it("gives each sequence a logit for each label", () => {
    const logits = sequenceClassificationLogits(parameters(), config, first_BD(), null);
    expect(logits.arraySync()).toEqual([[20, 30, 150], [0, 20, 120]]);
  });

  it('drops out before both of its layers', () => {
    const asked: string[] = [];
    const random = {
      keepMask: (shape: readonly number[], rate: number) => {
        asked.push(`${shape.join('x')} at ${rate}`);
        return fill([...shape], 2);
      },
      uniform: () => zeros([0]),
    };
    const logits = sequenceClassificationLogits(parameters(), config, first_BD(), random);
    expect(asked).toEqual(['2x2 at 0.5', '2x2 at 0.5']);
    expect(logits.arraySync()).toEqual([[80, 120, 300], [0, 80, 180]]);
    sequenceClassificationLogits(parameters(), config, first_BD(), random, 0.25);
    expect(asked.slice(2)).toEqual(['2x2 at 0.25', '2x2 at 0.25']);
  });
});
