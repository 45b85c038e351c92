import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../../recorder/graph.js';
import { onnxModel } from '../onnx-model.js';
import { reduceEarly } from './reduce-early.js';

const ROWS = 1024;
const WIDTH = 512;
const type = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** Layers, each with a sum over its rows, which only the sum of all these sums reads. */
function layers(count: number, { rows = ROWS, width = WIDTH } = {}): Graph {
  const graph = new Graph();
  graph.addInput('x', type(rows, width));
  const node = (op: string, inputs: string[], shape: number[], layer: string) => graph.append(op, inputs, [type(...shape)], { label: `backward/${layer}` })[0] as string;
  let value = 'x';
  const sums = Array.from({ length: count }, (_, layer) => {
    value = node(layer % 2 === 0 ? 'Neg' : 'Abs', [value], [rows, width], `${layer}`);
    return node('ReduceSum', [value, graph.constant('int64', [1], [0])], [1, width], `${layer}`);
  });
  graph.addOutput('last', value);
  graph.addOutput('total', node('Sum', sums, [1, width], 'end'));
  return graph;
}

const operations = ({ nodes }: Graph) => nodes.map(({ name }) => name);

/** Names of a graph's nodes in the order in which ONNX Runtime computes them. */
async function orderOfExecution(graph: Graph): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'reduce-early-'));
  const session = await InferenceSession.create(onnxModel(graph, 'test'), {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'disabled',
    enableProfiling: true,
    profileFilePrefix: join(folder, 'profile'),
  });
  await session.run({ x: new Tensor('float32', new Float32Array(ROWS * WIDTH), [ROWS, WIDTH]) });
  session.endProfiling();
  await session.release();
  const [file] = (await readdir(folder)) as [string];
  const events = JSON.parse(await readFile(join(folder, file), 'utf8')) as { name: string; ts: number }[];
  await rm(folder, { recursive: true });
  const suffix = '_kernel_time';
  return events
    .filter(({ name }) => name.endsWith(suffix))
    .sort((a, b) => a.ts - b.ts)
    .map(({ name }) => name.slice(0, -suffix.length));
}

describe('reduceEarly', () => {
  it('has ONNX Runtime compute what becomes small when it has what that is made of', async () => {
    const graph = layers(4);
    const sums = operations(graph).filter((name) => name.includes('ReduceSum'));
    const sumsAmongLayers = async () => (await orderOfExecution(graph)).filter((name) => /Neg|Abs|ReduceSum_\d+$/.test(name)).map((name) => sums.indexOf(name));
    // Left alone it goes through all layers, and sums up afterwards.
    expect((await sumsAmongLayers()).slice(0, 4)).toEqual([-1, -1, -1, -1]);
    expect(reduceEarly(graph)).toBe(4);
    expect(await sumsAmongLayers()).toEqual([-1, 0, -1, 1, -1, 2, -1, 3]);
  });

  it('names what it adds after phase and layer, and leaves the rest as it is', () => {
    const graph = layers(2);
    const before = structuredClone(graph.nodes);
    reduceEarly(graph);
    expect(graph.nodes.slice(0, before.length)).toEqual(before);
    expect(graph.nodes.slice(before.length)).toEqual([
      expect.objectContaining({ name: 'backward/1/ReduceSum_4_shape', op: 'Shape', inputs: ['ReduceSum_4'], outputs: ['ReduceSum_4_shape'] }),
      expect.objectContaining({ name: 'backward/0/ReduceSum_2_shape' }),
    ]);
    expect(graph.typeOf('ReduceSum_4_shape')).toEqual({ shape: [2], dtype: 'int64' });
  });

  it('takes first what needs the least that is not there yet, whatever the order of recording', () => {
    const graph = new Graph();
    for (const name of ['x', 'y']) graph.addInput(name, type(ROWS, WIDTH));
    const node = (op: string, inputs: string[], shape: number[]) => graph.append(op, inputs, [type(...shape)])[0] as string;
    const whole = [ROWS, WIDTH];
    const late = node('ReduceMax', [node('Exp', [node('Abs', ['x'], whole)], whole)], [ROWS]);
    const soon = node('ReduceMax', [node('Neg', ['y'], whole)], [ROWS]);
    // Shares the way to `late`: cheap once that is there.
    const after = node('ReduceMin', [node('Sqrt', [node('Abs', ['x'], whole)], whole)], [ROWS]);
    graph.addOutput('z', node('Sum', [late, soon, after], [ROWS]));
    reduceEarly(graph);
    const shapes = graph.nodes.filter(({ op }) => op === 'Shape').map(({ inputs: [value] }) => value);
    expect(shapes.reverse()).toEqual([soon, late, after]);
  });

  it('leaves alone what is small, is a result, becomes large again or has nothing to come before', () => {
    expect(reduceEarly(layers(4, { rows: 8 }))).toBe(0);
    expect(reduceEarly(layers(1))).toBe(0);
    const graph = layers(2);
    graph.addOutput('mean', graph.append('ReduceMean', ['x'], [type(ROWS, 1)])[0] as string);
    const [largest] = graph.append('ReduceMax', [graph.nodes[0]?.outputs[0] as string], [type(ROWS, 1)]) as [string];
    graph.addOutput('centered', graph.append('Sub', ['x', largest], [type(ROWS, WIDTH)])[0] as string);
    graph.append('Split', [graph.nodes[0]?.outputs[0] as string], Array.from({ length: 8 }, () => type(ROWS / 8, WIDTH)));
    expect(reduceEarly(graph)).toBe(2);
  });
});
