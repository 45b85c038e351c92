import { explainRunError } from './explain-run-error.js';

describe('explainRunError', () => {
  it('names step, inputs and reason, and that nothing was lost', () => {
    const cause = new Error('Gather: indices element out of data bounds\n');
    const error = explainRunError(cause, 'train', 'run', 'x:float32[4]');
    expect(error.message).toBe(
      "step 'train' could not run for x:float32[4]: Gather: indices element out of data bounds. " +
        'Its variables have the values they had.',
    );
    expect(error.cause).toBe(cause);
  });

  it('names the engine that may compute what OpenVINO refuses', () => {
    expect(explainRunError(new Error('OpenVINO cannot compile the graph (status -1): node x'), 'train', 'be loaded', '').message).toMatch(
      /^step 'train' could not be loaded: OpenVINO cannot compile .* node x\. ONNX Runtime may compute it: choose --engine onnxruntime/,
    );
  });

  it.each(['std::bad_alloc', 'Failed to allocate memory for requested buffer of size 9'])('says what helps against %s', (reason) => {
    expect(explainRunError(new Error(reason), 'train', 'be loaded', '').message).toMatch(
      /^step 'train' could not be loaded: .* not enough memory .* fewer rows or shorter sequences/,
    );
  });
});
