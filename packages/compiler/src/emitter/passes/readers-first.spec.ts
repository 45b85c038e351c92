import { Graph } from '../../recorder/graph.js';
import { readersFirst } from './readers-first.js';

const ROWS = 512;
const CLASSES = 1024;
const type = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** A row's gradient of cross-entropy, with the logits drawn from and their largest read; the largest probability is read before or after it. */
function crossEntropy({ rows = ROWS, readLate = false } = {}): Graph {
  const graph = new Graph();
  const whole = type(rows, CLASSES);
  graph.addInput('x', whole);
  graph.addInput('noise', whole);
  graph.addInput('labels', { shape: [rows, 1], dtype: 'int32' });
  const node = (op: string, inputs: string[], shape: number[]) => graph.append(op, inputs, [type(...shape)], { label: 'backward/head' })[0] as string;
  const logits = node('Neg', ['x'], whole.shape);
  const probs = node('Softmax', [logits], whole.shape);
  const highest = () => node('ReduceMax', [probs], [rows]);
  if (!readLate) graph.addOutput('highest', highest());
  graph.addOutput('likely', node('ReduceMax', [logits], [rows]));
  graph.addOutput('drawn', node('ArgMax', [node('Add', [logits, 'noise'], whole.shape)], [rows]));
  const minusOne = graph.constant('float32', [rows, 1], new Array<number>(rows).fill(-1));
  const gradient = node('ScatterElements', [probs, 'labels', minusOne], whole.shape);
  if (readLate) graph.addOutput('highest', highest());
  graph.addOutput('gradient', gradient);
  return graph;
}

const written = ({ nodes }: Graph) => nodes.map(({ op, inputs, outputs }) => `${outputs} = ${op}(${inputs})`);

describe('readersFirst', () => {
  it('has a scatter wait for what reads its operand, and what that is made of', () => {
    const graph = crossEntropy();
    const before = written(graph);
    expect(readersFirst(graph)).toBe(1);
    const scatter = graph.nodes.find(({ op }) => op === 'ScatterElements');
    const after = written(graph);
    const place = after.indexOf('ScatterElements_7_after_0 = Size(ReduceMax_2)');
    expect(after.slice(place, place + 9)).toEqual([
      'ScatterElements_7_after_0 = Size(ReduceMax_2)',
      'ScatterElements_7_after_1 = Size(ReduceMax_3)',
      // The sum of logits and noise is as large as they are: what is drawn of it counts.
      'ScatterElements_7_after_2 = Size(ArgMax_5)',
      'ScatterElements_7_after_3 = Add(ScatterElements_7_after_0,ScatterElements_7_after_1)',
      'ScatterElements_7_after_4 = Add(ScatterElements_7_after_3,ScatterElements_7_after_2)',
      'ScatterElements_7_after_5 = Sub(ScatterElements_7_after_4,constant_8)',
      'ScatterElements_7_after_6 = Add(constant_9,ScatterElements_7_after_5)',
      'ScatterElements_7_after_7 = Reshape(constant_6,ScatterElements_7_after_6)',
      'ScatterElements_7 = ScatterElements(Softmax_1,labels,ScatterElements_7_after_7)',
    ]);
    expect(after.filter((line) => !line.includes('ScatterElements_7'))).toEqual(before.filter((line) => !line.includes('ScatterElements_7')));
    expect(graph.constants.slice(1).map(({ data }) => [...data])).toEqual([[BigInt(3 * ROWS)], [BigInt(ROWS), 1n]]);
    expect(graph.typeOf('ScatterElements_7_after_7')).toEqual(type(ROWS, 1));
    expect(scatter?.name).toBe('backward/head/ScatterElements_7');
    expect(graph.nodes[place]?.name).toBe('backward/head/ScatterElements_7_after_0');
  });

  it('does not wait for what is recorded after the scatter', () => {
    const graph = crossEntropy({ readLate: true });
    expect(readersFirst(graph)).toBe(1);
    expect(written(graph).filter((line) => line.includes('Size'))).toEqual([
      expect.stringContaining('Size(ReduceMax_2)'),
      expect.stringContaining('Size(ArgMax_4)'),
    ]);
  });

  it('does not keep what is as large as the operand and read by several nodes', () => {
    const graph = crossEntropy();
    const [sum] = graph.nodes.find(({ op }) => op === 'Add')?.outputs as [string];
    graph.addOutput('mean', graph.append('ReduceMean', [sum], [type(ROWS)])[0] as string);
    // As if it had been recorded before the scatter.
    const [mean, identity] = [graph.nodes.at(-2), graph.nodes.at(-1)] as typeof graph.nodes;
    graph.nodes = graph.nodes.slice(0, -2);
    graph.nodes.splice(graph.nodes.findIndex(({ op }) => op === 'ScatterElements'), 0, mean as (typeof graph.nodes)[0], identity as (typeof graph.nodes)[0]);
    expect(readersFirst(graph)).toBe(1);
    expect(written(graph).filter((line) => line.includes('Size'))).toEqual([expect.stringContaining('Size(ReduceMax_2)'), expect.stringContaining('Size(ReduceMax_3)')]);
  });

  it('leaves small scatters alone, and those onto inputs and onto what nothing else reads', () => {
    expect(readersFirst(crossEntropy({ rows: 8 }))).toBe(0);
    const graph = new Graph();
    const table = type(ROWS, CLASSES);
    for (const name of ['x', 'updates']) graph.addInput(name, table);
    graph.addInput('places', { shape: [ROWS, CLASSES], dtype: 'int32' });
    graph.addOutput('read', graph.append('ReduceMax', ['x'], [type(ROWS)])[0] as string);
    graph.addOutput('y', graph.append('ScatterElements', ['x', 'places', 'updates'], [table])[0] as string);
    const [alone] = graph.append('Neg', ['updates'], [table]) as [string];
    graph.addOutput('z', graph.append('ScatterElements', [alone, 'places', 'updates'], [table])[0] as string);
    expect(readersFirst(graph)).toBe(0);
  });
});
