import '@tensorflow/tfjs-backend-cpu';
import { fill, setBackend, tensor1d, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { multipleChoiceLogits } from './multiple-choice-logits.js';

beforeAll(() => setBackend('cpu'));

describe('multipleChoiceLogits', () => {
  const parameters = () => ({
    'sequence_summary.summary.weight': tensor2d([[1, 0], [0, 1]]),
    'sequence_summary.summary.bias': tensor1d([0, 0]),
    'classifier.weight': tensor2d([[1, 2]]),
    'classifier.bias': tensor1d([100]),
  });
  // Of one example's two choices; GELU keeps 20 and 30, and makes -20 zero.
  const first_SD = () => tensor2d([[20, 30], [-20, 20]]);

  it("gives each choice a logit", () => {
    const logits = multipleChoiceLogits(parameters(), first_SD(), { batch: 1, choices: 2 }, 0.5, null);
    expect(logits.arraySync()).toEqual([[180, 140]]);
  });

  it('drops out once, after the activation', () => {
    const asked: string[] = [];
    const random = {
      keepMask: (shape: readonly number[], rate: number) => {
        asked.push(`${shape.join('x')} at ${rate}`);
        return fill([...shape], 2);
      },
      uniform: () => zeros([0]),
    };
    const logits = multipleChoiceLogits(parameters(), first_SD(), { batch: 1, choices: 2 }, 0.5, random);
    expect(asked).toEqual(['2x2 at 0.5']);
    expect(logits.arraySync()).toEqual([[260, 180]]);
  });
});
