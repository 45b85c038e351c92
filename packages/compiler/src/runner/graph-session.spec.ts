import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import type { HostTensor } from '../host-tensor.js';
import { recordStep } from '../recorder/record-step.js';
import { compileRecording } from './compile-recording.js';
import { GraphSession } from './graph-session.js';
import { loadOnnxruntime } from './load-onnxruntime.js';
import { StateStore } from './state-store.js';

const scalar = (value: number): HostTensor => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) });
const settings = {
  engine: 'onnxruntime', threads: 1,
  spinning: 50,
  memoryPattern: false,
  optimization: 'disabled',
  executionProviders: ['cpu'],
  profile: false,
} as const;

describe('GraphSession', () => {
  it('reads and assigns state, and asks for noise by (seed, step)', async () => {
    const w = tf.variable<tf.Rank>(tf.scalar(0));
    const recording = recordStep(
      ({ x }, random) => {
        w.assign(tf.add(w, x as tf.Tensor));
        return { mask: random.keepMask([64], 0.5) };
      },
      { name: 'test', variables: { w } },
      { x: { shape: [], dtype: 'float32' } },
    );
    const { description } = compileRecording(recording, () => 'w');
    const state = new StateStore();
    state.write('w', scalar(1));
    const session = await GraphSession.create(await loadOnnxruntime(), description, settings, state);
    const first = await session.run({ x: scalar(2) }, 0, 0);
    const second = await session.run({ x: scalar(3) }, 0, 1);
    expect(state.read('w')).toEqual(scalar(6));
    expect(await session.run({ x: scalar(0) }, 0, 0)).toEqual(first);
    expect(second).not.toEqual(first);
    expect(await session.dispose()).toBeUndefined();
    w.dispose();
  });

  it('refuses a model that is none', async () => {
    const description = { name: 'none', model: Uint8Array.of(1, 2, 3), feeds: [], results: [], state: [], random: [], indices: [] };
    await expect(
      GraphSession.create(await loadOnnxruntime(), description, settings, new StateStore()),
    ).rejects.toThrow(/protobuf|model/i);
  });
});
