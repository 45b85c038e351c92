import { Graph } from './graph.js';
import { describeDifference, sameGraph } from './same-graph.js';
import type { KernelCall } from './trace-backend.js';

const build = (value: number, op = 'Add'): Graph => {
  const graph = new Graph();
  graph.addInput('x', { shape: [2], dtype: 'float32' });
  graph.append(op, ['x', graph.constant('float32', [], [value])], [{ shape: [2], dtype: 'float32' }]);
  return graph;
};

describe('sameGraph', () => {
  it('compares operations and numbers', () => {
    expect(sameGraph(build(1), build(1))).toBe(true);
    expect(sameGraph(build(1), build(2))).toBe(false);
    expect(sameGraph(build(1), build(1, 'Sub'))).toBe(false);
    expect(sameGraph(build(1), new Graph())).toBe(false);
  });
});

describe('describeDifference', () => {
  const call = (kernel: string, uniform: number, attributes: unknown = {}): KernelCall => {
    const b = { shape: [], dtype: 'float32', origin: '', uniform } as const;
    return { kernel, attributes, inputs: { b }, outputs: [], location: ' at a.ts:1:2' };
  };

  it.each([
    ['an operand', [call('Add', 1)], [call('Add', 2)], "operand 'b' of Add at a.ts:1:2 differs"],
    ['a kernel', [call('Add', 1)], [call('Sub', 1)], 'Add at a.ts:1:2 is called in one call and Sub in the other'],
    ['an end', [call('Add', 1)], [], 'Add at a.ts:1:2 is called in one call and nothing in the other'],
    [
      'an attribute',
      [call('Sum', 1, { axis: 0 })],
      [call('Sum', 1, { axis: 1 })],
      'the attributes of Sum at a.ts:1:2 differ',
    ],
    ['a result', [call('Add', 1)], [call('Add', 1)], 'its results differ'],
  ])('names %s', (_, first, second, message) => {
    expect(describeDifference(first, second)).toBe(message);
  });
});
