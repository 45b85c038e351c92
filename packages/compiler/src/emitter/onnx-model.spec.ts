import { Tensor, InferenceSession } from 'onnxruntime-node';
import { Graph } from '../recorder/graph.js';
import { onnxModel } from './onnx-model.js';

const matrix = { shape: [2, 2], dtype: 'float32' } as const;

describe('onnxModel', () => {
  it('is a model that ONNX Runtime runs: nodes, constants and attributes of every kind', async () => {
    const graph = new Graph();
    graph.addInput('x', matrix);
    const identity = graph.constant('float32', [2, 2], [1, 0, 0, 1]);
    const half = { alpha: { float: 0.5 }, transA: 1 };
    const [product] = graph.append('Gemm', ['x', identity], [matrix], { attributes: half }) as [string];
    const [moved] = graph.append('Transpose', [product], [matrix], { attributes: { perm: [1, 0] } }) as [string];
    const pads = graph.constant('int64', [4], [1, 0, 0, 0]);
    const type = { shape: [3, 2], dtype: 'float32' } as const;
    const [padded] = graph.append('Pad', [moved, pads], [type], { attributes: { mode: 'edge' } }) as [string];
    graph.addOutput('y', padded);
    const session = await InferenceSession.create(onnxModel(graph, 'test'));
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2, 3, 4), [2, 2]) });
    expect(y?.dims).toEqual([3, 2]);
    expect([...(y?.data as Float32Array)]).toEqual([0.5, 1, 0.5, 1, 1.5, 2]);
    await session.release();
  });

  it('writes the same bytes for the same graph', () => {
    const build = () => {
      const graph = new Graph();
      graph.addInput('x', matrix);
      graph.addOutput('y', graph.append('Exp', ['x'], [matrix])[0] as string);
      return onnxModel(graph, 'test');
    };
    expect(build()).toEqual(build());
  });
});
