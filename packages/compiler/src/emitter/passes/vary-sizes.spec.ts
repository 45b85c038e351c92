import { Graph } from '../../recorder/graph.js';
import { sampleSizes, type Sizes } from '../sizes.js';
import { varySizes } from './vary-sizes.js';

const samples = sampleSizes(['batch', 'sequence']);
const axes = new Map([['batch', { input: 'x', axis: 0 }], ['sequence', { input: 'x', axis: 1 }]]);
interface Sized {
  readonly batch: number;
  readonly sequence: number;
}

/** A graph that reads x, [batch, sequence], and ends in what `write` gives. */
function recorded(write: (graph: Graph, sizes: Sized) => string): { sizes: Sizes; graph: Graph }[] {
  return samples.map((sizes) => {
    const graph = new Graph();
    const sized: Sized = { batch: sizes.get('batch') as number, sequence: sizes.get('sequence') as number };
    graph.addInput('x', { shape: [sized.batch, sized.sequence], dtype: 'float32' });
    graph.addOutput('y', write(graph, sized));
    return { sizes, graph };
  });
}
const reshape = (graph: Graph, shape: number[]) => graph.append('Reshape', ['x', graph.constant('int64', [shape.length], shape)], [{ shape, dtype: 'float32' }])[0] as string;
const written = ({ graph }: { graph: Graph }) => graph.nodes.map(({ op, inputs, outputs, attributes }) => `${outputs[0]} = ${op}(${inputs}) ${JSON.stringify(attributes)}`);

describe('varySizes', () => {
  it('computes a shape from the sizes of inputs, each size and product once', () => {
    const recordings = recorded((graph, { batch, sequence }) => {
      reshape(graph, [batch * sequence, 1]);
      return reshape(graph, [2, batch * sequence, 1]);
    });
    expect(varySizes(recordings, axes)).toEqual([[2, 'batch*sequence', 1]]);
    const nodes = written(recordings[0] as (typeof recordings)[number]);
    expect(nodes.slice(0, -3)).toEqual([
      'sizes.batch = Shape(x) {"start":0,"end":1}',
      'sizes.sequence = Shape(x) {"start":1,"end":2}',
      'sizes.batch*sequence = Mul(sizes.batch,sizes.sequence) {}',
      expect.stringMatching(/^sizes\.batch\*sequence\.1 = Concat\(sizes\.batch\*sequence,constant_\d+\) \{"axis":0\}$/),
      expect.stringMatching(/^sizes\.2\.batch\*sequence\.1 = Concat\(constant_\d+,sizes\.batch\*sequence,constant_\d+\)/),
    ]);
    expect(nodes.at(-2)).toMatch(/^Reshape_\d+ = Reshape\(x,sizes\.2\.batch\*sequence\.1\)/);
  });

  it('repeats one number as often as sizes say, and leaves what does not depend on them', () => {
    const recordings = recorded((graph, { sequence }) => {
      const threes = graph.constant('float32', [sequence], new Array<number>(sequence).fill(3));
      return graph.append('Add', ['x', threes], [graph.typeOf('x')])[0] as string;
    });
    expect(varySizes(recordings, axes)).toEqual([['batch', 'sequence']]);
    expect(written(recordings[0] as (typeof recordings)[number]).slice(0, 3)).toEqual([
      'sizes.sequence = Shape(x) {"start":1,"end":2}',
      expect.stringMatching(/^sizes\.sequence\.float32\.3 = Expand\(constant_\d+,sizes\.sequence\)/),
      expect.stringMatching(/= Add\(x,sizes\.sequence\.float32\.3\)/),
    ]);
    const fixed = recorded((graph) => reshape(graph, [5, -1]));
    const before = written(fixed[0] as (typeof fixed)[number]);
    varySizes(fixed, axes);
    expect(written(fixed[0] as (typeof fixed)[number])).toEqual(before);
  });

  it.each<[string, (graph: Graph, sizes: Sized) => string, RegExp]>([
    ['a sum of sizes', (graph, { batch }) => reshape(graph, [batch + 1]), /A constant \(int64\[1\]\) of the node Reshape/],
    ['numbers that are not alike', (graph, { batch }) => graph.append('Add', ['x', graph.constant('float32', [batch], Array.from({ length: batch }, (_, i) => i))], [graph.typeOf('x')])[0] as string, /A constant \(float32/],
    ['an attribute', (graph, { batch }) => graph.append('Split', ['x'], [graph.typeOf('x')], { attributes: { num_outputs: batch } })[0] as string, /An attribute of the node Split/],
    ['another operation', (graph, { batch }) => graph.append(batch > 5 ? 'Neg' : 'Exp', ['x'], [graph.typeOf('x')])[0] as string, /What is computed of the node Exp/],
    ['more operations', (graph, { batch }) => graph.append('Neg', [batch > 5 ? (graph.append('Exp', ['x'], [graph.typeOf('x')])[0] as string) : 'x'], [graph.typeOf('x')])[0] as string, /The number of operations depends/],
  ])('refuses %s', (_, write, message) => {
    expect(() => varySizes(recorded(write), axes)).toThrow(message);
  });

  it('says where a size is on no input', () => {
    expect(() => varySizes(recorded((graph, { batch }) => reshape(graph, [batch, 11])), new Map())).toThrow(/the size of 'batch', and on no input/);
  });
});
