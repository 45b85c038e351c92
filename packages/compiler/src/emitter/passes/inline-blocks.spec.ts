import { add, exp, matMul, mul, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { gelu } from '@electra-ts/ops';
import { grad } from '@tensorflow/tfjs-core';
import { recordRepeatably } from '../../recorder/record-repeatably.js';
import { optimize } from '../optimize.js';
import { inlineBlocks } from './inline-blocks.js';
import { removeDeadCode } from './remove-dead-code.js';

const wide = { shape: [2048, 512], dtype: 'float32' } as const;
const recorded = (step: (inputs: Readonly<Record<string, Tensor>>) => Record<string, Tensor>) => {
  const { graph } = recordRepeatably(step, { name: 'step', variables: {} }, { x: wide, dy: wide });
  optimize(graph);
  return graph;
};

describe('inlineBlocks', () => {
  it('puts the operations of each loop in its place, under names of their own', () => {
    const slope = (x: Tensor, dy: Tensor) => grad((v) => gelu(v))(x, dy);
    const graph = recorded(({ x, dy }) => ({ one: slope(x, dy), two: slope(exp(x), dy) }));
    expect(graph.nodes.filter(({ op }) => op === 'Scan')).toHaveLength(2);
    inlineBlocks(graph);
    expect(graph.nodes.filter(({ op }) => op === 'Scan')).toHaveLength(0);
    expect(graph.nodes.filter(({ op }) => op === 'Erf')).toHaveLength(2);
    // The arrays as they are, with an axis in front.
    const framed = graph.nodes.filter(({ name }) => name.includes('input_'));
    expect(framed.map(({ op, outputs }) => [op, graph.typeOf(outputs[0] as string).shape])).toEqual(Array(4).fill(['Reshape', [1, ...wide.shape]]));
    const outputs = graph.nodes.flatMap((node) => node.outputs);
    expect(new Set(outputs).size).toBe(outputs.length);
    // Everything that is read is an input, a constant or made before.
    const known = new Set([...graph.inputs, ...graph.constants].map(({ name }) => name));
    for (const { inputs, outputs: made } of graph.nodes) {
      for (const input of inputs) expect(known).toContain(input);
      for (const output of made) known.add(output);
    }
  });

  it('adds the bias of a product again for what read their sum in the loop', () => {
    const shapes = { x: wide, dy: wide, w: { shape: [512, 512], dtype: 'float32' }, b: { shape: [512], dtype: 'float32' } } as const;
    const step = ({ x, dy, w, b }: Readonly<Record<string, Tensor>>) => ({ slope: grad((v) => gelu(v))(add(matMul(x as Tensor2D, w as Tensor2D), b as Tensor), dy as Tensor) });
    const { graph } = recordRepeatably(step, { name: 'step', variables: {} }, shapes);
    optimize(graph);
    inlineBlocks(graph);
    removeDeadCode(graph);
    const product = graph.nodes.find(({ op }) => op === 'Gemm' || op === 'MatMul')?.outputs[0] as string;
    expect(graph.nodes.filter(({ inputs }) => inputs.includes(product)).map(({ op }) => op)).toEqual(['Reshape']);
    const [sum] = graph.nodes.filter(({ op, inputs }) => op === 'Add' && inputs.includes('input.b'));
    expect(graph.typeOf(sum?.outputs[0] as string).shape).toEqual([1, ...wide.shape]);
  });

  it('leaves the rows of a loop as they are where they are not cut from arrays of one shape, and adds no bias of a sum in another', () => {
    const pieces = { shape: [4, 262_144], dtype: 'float32' } as const;
    const framesOf = (step: Parameters<typeof recordRepeatably>[0], shapes: Parameters<typeof recordRepeatably>[2]) => {
      const { graph } = recordRepeatably(step, { name: 'step', variables: {} }, shapes);
      optimize(graph);
      inlineBlocks(graph);
      expect(graph.nodes.filter(({ op }) => op === 'Erf')).toHaveLength(1);
      return graph.nodes.filter(({ name }) => name.startsWith('whole_0_block_input'));
    };
    // The gradient that is handed down is one number.
    expect(framesOf(({ x }) => ({ slope: grad((v) => gelu(v))(x as Tensor) }), { x: wide })).toEqual([]);
    expect(framesOf(({ x, dy }) => ({ slope: grad((v) => gelu(v))(exp(x as Tensor), exp(dy as Tensor)) }), { x: pieces, dy: pieces })).toEqual([]);
    const row = { shape: [512], dtype: 'float32' } as const;
    const outer = ({ a, w, b, dy }: Readonly<Record<string, Tensor>>) => ({ slope: grad((v) => gelu(v))(add(matMul(a as Tensor2D, w as Tensor2D), b as Tensor), dy as Tensor) });
    const frames = framesOf(outer, { a: { shape: [2048, 8], dtype: 'float32' }, w: { shape: [8, 1], dtype: 'float32' }, b: row, dy: wide });
    expect(frames.map(({ op }) => op)).toEqual(['Reshape', 'Reshape']);
  });

  it('leaves a graph without loops as it is', () => {
    const graph = recorded(({ x, dy }) => ({ y: mul(x, dy) }));
    const nodes = [...graph.nodes];
    inlineBlocks(graph);
    expect(graph.nodes).toEqual(nodes);
  });
});
