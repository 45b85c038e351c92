import { labelOf } from './label.js';
import { Recorder } from './recorder.js';

const matrix = { shape: [2, 2], dtype: 'float32' } as const;

describe('labelOf', () => {
  it('takes the layer from the variable, then from the operand, else has the phase alone', () => {
    const recorder = new Recorder();
    const x = recorder.input('input.x', matrix);
    const weight = recorder.input('state.encoder.layer.0.dense.weight', matrix);
    expect(labelOf(recorder.graph, ['step', 'forward'], [x])).toBe('forward');
    recorder.label = labelOf(recorder.graph, ['step', 'forward'], [x, weight]);
    expect(recorder.label).toBe('forward/encoder.layer.0.dense');
    const product = recorder.record('Gemm', [x, weight], matrix);
    expect(labelOf(recorder.graph, ['backward'], [x, product])).toBe('backward/encoder.layer.0.dense');
    expect(labelOf(recorder.graph, [], [recorder.input('state.weight', matrix)])).toBe('update/weight');
  });
});
