import { Graph } from '../../recorder/graph.js';
import { expandHardSigmoid } from './expand-hard-sigmoid.js';

const vector = { shape: [3], dtype: 'float32' } as const;

function graphOf(op: string, alpha: number, beta: number): Graph {
  const graph = new Graph();
  graph.addInput('x', vector);
  const [value] = graph.append(op, ['x'], [vector]) as [string];
  graph.append('HardSigmoid', [value], [vector], { label: 'backward', attributes: { alpha: { float: alpha }, beta: { float: beta } } });
  return graph;
}

describe('expandHardSigmoid', () => {
  it('writes product and sum where nothing is cut off', () => {
    const graph = graphOf('Erf', 0.5, 0.5);
    expect(expandHardSigmoid(graph)).toBe(1);
    const [half] = graph.constants;
    expect([...(half?.data ?? [])]).toEqual([0.5]);
    expect(graph.nodes.slice(1)).toEqual([
      { name: 'backward/HardSigmoid_1_scaled', op: 'Mul', domain: '', inputs: ['Erf_0', half?.name], outputs: ['scaled.HardSigmoid_1'], attributes: {} },
      { name: 'backward/HardSigmoid_1', op: 'Add', domain: '', inputs: ['scaled.HardSigmoid_1', half?.name], outputs: ['HardSigmoid_1'], attributes: {} },
    ]);
  });

  it('leaves alone what may be cut off', () => {
    for (const graph of [graphOf('Exp', 0.5, 0.5), graphOf('Erf', 0.5, 0.25), graphOf('Erf', 0.5, 0.75)]) {
      expect(expandHardSigmoid(graph)).toBe(0);
      expect(graph.nodes).toHaveLength(2);
    }
  });
});
