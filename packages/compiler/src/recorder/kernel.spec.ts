import { kernel, listInputs } from './kernel.js';
import { Recorder } from './recorder.js';

describe('kernel', () => {
  it('passes recorder, inputs and attributes on', () => {
    const recorder = new Recorder();
    const twice = kernel<{ factor: number }>((r, _, { factor }) => r.uniform(factor, [], 'float32'));
    expect(twice(recorder, {}, { factor: 2 })).toMatchObject({ uniform: 2 });
  });

  it('lists inputs in order', () => {
    const recorder = new Recorder();
    const [a, b] = [recorder.scalar(1), recorder.scalar(2)];
    expect(listInputs({ 0: a, 1: b })).toEqual([a, b]);
  });
});
