import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d, tensor3d, tidy, zeros, type Tensor } from '@tensorflow/tfjs-core';
import {
  answerBeams,
  conditionedAnswerShapes,
  endLogits,
  impossibleLogits,
  startLogits,
} from './conditioned-answer-head.js';

const config = electraConfig({ hiddenSize: 2, numAttentionHeads: 1 });

/**
 * A head that can be followed by hand: a token begins as far as its first value says; it ends by its second value plus
 * ten times the beginning's; there is no answer as far as the first value of [CLS] and the likely beginning's say.
 */
function parameters(): Record<string, Tensor> {
  const shapes = conditionedAnswerShapes(config);
  const all = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, zeros([...shape])] as [string, Tensor]));
  const first = (inputs: number[]) => tensor2d([inputs, ...Array.from({ length: 511 }, () => inputs.map(() => 0))]);
  const passOn = tensor2d([[1, ...new Array<number>(511).fill(0)]]);
  return {
    ...all,
    'qa_start.weight': tensor2d([[1, 0]]),
    'qa_end.dense.weight': first([0, 10, 0, 1]),
    'qa_end.out_proj.weight': passOn,
    'qa_impossible.dense.weight': first([1, 0, 1, 0]),
    'qa_impossible.out_proj.weight': passOn,
  };
}

// Values from 20 on, which GELU passes as they are.
const hidden = () => tensor3d([[[20, 30], [50, 40], [70, 60], [0, 90]]]);
const answerable = () => tensor2d([[1, 0, 1, 1]]);

beforeAll(() => setBackend('cpu'));

describe('the conditioned answer head', () => {
  it('scores beginnings, and ends given a beginning', () => {
    expect(startLogits(parameters(), hidden(), answerable()).arraySync()).toEqual([[20, -950, 70, 0]]);
    const ends = (start: number) => endLogits(parameters(), hidden(), answerable(), tensor1d([start], 'int32')).arraySync();
    expect(ends(0)).toEqual([[330, 340 - 1000, 360, 390]]);
    expect(ends(2)).toEqual([[630, 640 - 1000, 660, 690]]);
  });

  it('says whether there is an answer, from [CLS] and the likely beginning', () => {
    const logits = impossibleLogits(parameters(), hidden(), tensor2d([[0, 0, 100, 0]]));
    expect(logits.arraySync()).toEqual([20 + 70]);
  });

  it('searches as many beginnings and ends as asked, no more than there are tokens', () => {
    const [all, head] = [parameters(), hidden()];
    const mask = answerable();
    const { starts_BK, startLogs_BK, ends_BKK, endLogs_BKK, impossible_B } = answerBeams(all, head, mask, 2);
    expect(starts_BK.arraySync()).toEqual([[2, 0]]);
    expect(startLogs_BK.arraySync()[0][0]).toBeCloseTo(0, 5);
    expect(startLogs_BK.arraySync()[0][1]).toBeCloseTo(-50, 4);
    expect(ends_BKK.arraySync()).toEqual([[[3, 2], [3, 2]]]);
    expect(endLogs_BKK.arraySync()[0][1][1]).toBeCloseTo(-30, 4);
    expect(impossible_B.shape).toEqual([1]);
    expect(tidy(() => answerBeams(all, head, mask, 20).ends_BKK.shape)).toEqual([1, 4, 4]);
  });
});
