import '@tensorflow/tfjs-backend-cpu';
import { setBackend, zeros } from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';

beforeAll(() => setBackend('cpu'));

describe('checkShape', () => {
  it('accepts any length where null is expected', () => {
    expect(() => checkShape('linear', 'x', zeros([3, 4]), [null, 4])).not.toThrow();
  });

  it('names the operation, the argument and both shapes', () => {
    expect(() => checkShape('linear', 'x', zeros([3, 4]), [null, 5])).toThrow(
      'linear: expected x to have shape [*,5], received [3,4]',
    );
    expect(() => checkShape('linear', 'x', zeros([3]), [3, 1])).toThrow('expected x to have shape [3,1], received [3]');
  });
});
