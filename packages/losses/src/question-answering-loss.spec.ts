import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import { expectFiniteDifferences } from './finite-differences.fixture.js';
import { questionAnsweringLoss } from './question-answering-loss.js';

beforeAll(() => setBackend('cpu'));

const int = (...values: number[]) => tensor1d(values, 'int32');

describe('questionAnsweringLoss', () => {
  // Probabilities by row: 1/8, 2/8, 5/8 and 1/3 each.
  const start_BT = () => tensor2d([[0, Math.log(2), Math.log(5)], [4, 4, 4]]);
  const end_BT = () => tensor2d([[1, 1, 1], [0, Math.log(2), Math.log(5)]]);
  const value = (starts: number[], ends: number[], weights: number[]) => {
    const targets = { starts_B: int(...starts), ends_B: int(...ends), weights_B: tensor1d(weights) };
    return questionAnsweringLoss({ start_BT: start_BT(), end_BT: end_BT() }, targets).dataSync()[0];
  };

  it('is half the surprise at the first token and half that at the last', () => {
    const start = (Math.log(4) + Math.log(3)) / 2;
    const end = (Math.log(3) + Math.log(8 / 5)) / 2;
    expect(value([1, 0], [2, 2], [1, 1])).toBeCloseTo((start + end) / 2, 6);
    expect(value([1, 0], [2, 2], [1, 0])).toBeCloseTo((Math.log(4) + Math.log(3)) / 2, 6);
    expect(value([1, 0], [2, 2], [0, 0])).toBe(0);
  });

  it('leaves out an end outside the window, and counts the start that is in it', () => {
    expect(value([1, 0], [3, 2], [1, 1])).toBeCloseTo(((Math.log(4) + Math.log(3)) / 2 + Math.log(8 / 5)) / 2, 6);
  });

  it('has the gradients that finite differences give', () => {
    const targets = { starts_B: int(1, 0), ends_B: int(3, 2), weights_B: tensor1d([1, 1]) };
    const [start, end] = [start_BT(), end_BT()];
    const atStart = (x: Tensor2D) => questionAnsweringLoss({ start_BT: x, end_BT: end }, targets);
    const atEnd = (x: Tensor2D) => questionAnsweringLoss({ start_BT: start, end_BT: x }, targets);
    const gradient = expectFiniteDifferences(atStart, [...start.dataSync()], [2, 3]);
    expect(gradient[1]).toBeCloseTo((2 / 8 - 1) / 4, 5);
    // The end outside the window pulls at nothing.
    const ofEnds = expectFiniteDifferences(atEnd, [...end.dataSync()], [2, 3]);
    expect(ofEnds.slice(0, 3).every((slope) => slope === 0)).toBe(true);
  });
});
