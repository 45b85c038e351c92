import '@electra-ts/ops';
import type { HostTensor } from '../host-tensor.js';
import type { Symbolic } from '../recorder/symbolic.js';
import type { KernelCall } from '../recorder/trace-backend.js';
import { firstDifference } from './first-difference.js';

const vector = (...numbers: number[]): HostTensor => ({
  shape: [numbers.length],
  dtype: 'float32',
  data: Float32Array.from(numbers),
});
const symbol = (name: string): Symbolic => ({ name, shape: [2], dtype: 'float32', origin: '' });
const call = (kernel: string, inputs: KernelCall['inputs'], output: string): KernelCall => ({
  kernel, inputs, attributes: {}, outputs: [symbol(output)], location: ' at model.ts:1:2',
});
const one: Symbolic = { shape: [], dtype: 'float32', uniform: 1, origin: '' };

describe('firstDifference', () => {
  const calls = [call('Neg', { x: symbol('x') }, 'n'), call('Add', { a: symbol('n'), b: one }, 'y')];

  it('finds none where every operation is right on its own operands', () => {
    expect(
      firstDifference(calls, new Map([['x', vector(1, 2)], ['n', vector(-1, -2)], ['y', vector(0, -1)]])),
    ).toBeUndefined();
  });

  it('names the first one, not those that inherit its error', () => {
    const wrong = new Map([['x', vector(1, 2)], ['n', vector(-1, -5)], ['y', vector(0, -4)]]);
    expect(firstDifference(calls, wrong)).toBe(
      'Neg at model.ts:1:2: element 1 of its result of shape [2] is -5 in the graph and -2 on the cpu backend (largest 2)',
    );
  });

  it('does not take NaN for a number', () => {
    const broken = new Map([['x', vector(1, 2)], ['n', vector(-1, Number.NaN)], ['y', vector(0, Number.NaN)]]);
    expect(firstDifference(calls, broken)).toContain('is NaN in the graph');
  });
});
