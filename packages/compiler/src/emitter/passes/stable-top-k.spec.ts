import { Graph } from '../../recorder/graph.js';
import { stableTopK } from './stable-top-k.js';

/** The k largest of the last axis of x. */
function graphOf(shape: number[], k: number): Graph {
  const graph = new Graph();
  graph.addInput('x', { shape, dtype: 'float32' });
  const result = [...shape.slice(0, -1), k];
  graph.append('TopK', ['x', graph.constant('int64', [1], [k])], [{ shape: result, dtype: 'float32' }, { shape: result, dtype: 'int64' }], { label: 'forward/beams' });
  return graph;
}

// What it computes is compared with tfjs where OpenVINO is installed, by openvino-kernels.spec.ts.
describe('stableTopK', () => {
  it('ranks by comparisons, and looks the values up', () => {
    const graph = graphOf([2, 5], 3);
    const [values, places] = graph.nodes[0]?.outputs as [string, string];
    expect(stableTopK(graph)).toBe(1);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Unsqueeze', 'Unsqueeze', 'Greater', 'Equal', 'And', 'Or', 'Cast', 'ReduceSum', 'Equal', 'Cast', 'Mul', 'ReduceSum', 'Cast', 'GatherElements']);
    expect(graph.nodes.slice(-2).map(({ name, outputs }) => [name, ...outputs])).toEqual([[expect.stringMatching(/^forward\/beams\/TopK_\d+_places$/), places], [expect.stringMatching(/TopK_\d+$/), values]]);
    const earlier = graph.constants.find(({ dtype }) => dtype === 'bool');
    expect([earlier?.shape, ...(earlier?.data.subarray(0, 12) ?? [])]).toEqual([[5, 5], 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1]);
  });

  it('leaves long axes', () => {
    const graph = graphOf([1025], 2);
    expect(stableTopK(graph)).toBe(0);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['TopK']);
  });
});
