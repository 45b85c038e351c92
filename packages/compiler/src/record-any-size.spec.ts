import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { recordAnySize } from './record-any-size.js';
import type { Recording } from './recorder/record-step.js';

describe('recordAnySize', () => {
  const options = { name: 'flat', variables: {} };
  const inputs = { x: { shape: ['rows', 'columns', 2], dtype: 'float32' }, unread: { shape: ['columns'], dtype: 'int32' } } as const;
  const flat = ({ x }: { x: tf.Tensor3D }) => ({ y: tf.reshape(x, [x.size]), z: tf.neg(x) });

  it('records with several sizes, shows each, and names the sizes of the results', () => {
    const seen: Recording[] = [];
    const { recording, results } = recordAnySize(flat, options, inputs, (each) => void seen.push(each));
    expect(seen.map(({ feeds }) => feeds[0]?.shape)).toEqual([[5, 11, 2], [7, 11, 2], [5, 13, 2], [7, 13, 2]]);
    expect(results).toEqual([['2*columns*rows'], ['rows', 'columns', 2]]);
    expect(recording.graph.nodes.filter(({ op }) => op === 'Shape').map(({ inputs: [of], attributes }) => [of, attributes['start']])).toEqual([['input.x', 1], ['input.x', 0]]);
  });

  it('has no sizes to try where all are numbers', () => {
    const { results } = recordAnySize(({ x }: { x: tf.Tensor1D }) => ({ y: tf.exp(x) }), options, { x: { shape: [3], dtype: 'float32' } });
    expect(results).toEqual([[3]]);
  });

  it('refuses what a step refuses', () => {
    expect(() => recordAnySize(({ x }: { x: tf.Tensor3D }) => ({ y: tf.scalar(x.dataSync()[0] as number) }), options, inputs)).toThrow(/reads the value/);
  });
});
