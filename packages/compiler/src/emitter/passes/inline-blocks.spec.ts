import { exp, mul, type Tensor } from '@tensorflow/tfjs-core';
import { gelu } from '@electra-ts/ops';
import { grad } from '@tensorflow/tfjs-core';
import { recordRepeatably } from '../../recorder/record-repeatably.js';
import { optimize } from '../optimize.js';
import { inlineBlocks } from './inline-blocks.js';

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
    const outputs = graph.nodes.flatMap((node) => node.outputs);
    expect(new Set(outputs).size).toBe(outputs.length);
    // Everything that is read is an input, a constant or made before.
    const known = new Set([...graph.inputs, ...graph.constants].map(({ name }) => name));
    for (const { inputs, outputs: made } of graph.nodes) {
      for (const input of inputs) expect(known).toContain(input);
      for (const output of made) known.add(output);
    }
  });

  it('leaves a graph without loops as it is', () => {
    const graph = recorded(({ x, dy }) => ({ y: mul(x, dy) }));
    const nodes = [...graph.nodes];
    inlineBlocks(graph);
    expect(graph.nodes).toEqual(nodes);
  });
});
