import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { ones, setBackend, tensor1d, tensor2d, type Tensor1D } from '@tensorflow/tfjs-core';
import { conditionedAnswerLoss } from './conditioned-answer-loss.js';
import { expectFiniteDifferences } from './finite-differences.fixture.js';

beforeAll(() => setBackend('cpu'));

describe('conditionedAnswerLoss', () => {
  const spans = () => ({ start_BT: tensor2d([[0, 0], [0, 0]]), end_BT: tensor2d([[0, 0], [0, 0]]) });
  const targets = () => ({
    starts_B: tensor1d([0, 1], 'int32'),
    ends_B: tensor1d([1, 1], 'int32'),
    weights_B: tensor1d([1, 0]),
  });

  it('is that of the span and half that of there being none', () => {
    const loss = conditionedAnswerLoss({ ...spans(), impossible_B: tensor1d([0, 9]) }, targets(), tensor1d([1, 0]));
    expect(loss.dataSync()[0]).toBeCloseTo(Math.LN2 + 0.5 * Math.LN2, 6);
  });

  it('has the gradients that finite differences give', () => {
    const [fixed, spanTargets, impossible] = [spans(), targets(), tensor1d([1, 0])];
    const loss = (x: Tensor1D) => conditionedAnswerLoss({ ...fixed, impossible_B: x }, spanTargets, impossible);
    const [first] = expectFiniteDifferences(loss, [0.5, 2], [2]);
    expect(first).toBeLessThan(0);
  });

  it("is that of the reference's formulas in PyTorch", () => {
    // Written by tools/fixtures/reference_heads.py.
    const path = join(__dirname, '../../discriminator/fixtures/conditioned-question-answering/cases.json');
    const { start, end, impossible, starts, ends, loss } = JSON.parse(readFileSync(path, 'utf8'));
    const logits = { start_BT: tensor2d(start), end_BT: tensor2d(end), impossible_B: tensor1d(impossible) };
    const targets = {
      starts_B: tensor1d(starts, 'int32'),
      ends_B: tensor1d(ends, 'int32'),
      weights_B: ones([starts.length]) as Tensor1D,
    };
    const without = tensor1d(starts.map((at: number) => (at === 0 ? 1 : 0)));
    expect(conditionedAnswerLoss(logits, targets, without).dataSync()[0] / loss).toBeCloseTo(1, 5);
  });
});
