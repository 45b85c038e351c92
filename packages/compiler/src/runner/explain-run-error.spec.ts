import { explainRunError, isRefused } from './explain-run-error.js';

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

  it('tells a graph that is refused from other failures', () => {
    expect(isRefused('OpenVINO cannot compile the graph (status -1): node x')).toBe(true);
    expect(isRefused('OpenVINO cannot read the graph (status -1): No conversion rule found')).toBe(true);
    expect(isRefused('OpenVINO cannot compile the graph (status -1): std::bad_alloc')).toBe(false);
    expect(isRefused('OpenVINO cannot compute the graph (status -1): node x')).toBe(false);
  });

  it.each(['std::bad_alloc', 'Failed to allocate memory for requested buffer of size 9'])('says what helps against %s', (reason) => {
    expect(explainRunError(new Error(reason), 'train', 'be loaded', '').message).toMatch(
      /^step 'train' could not be loaded: .* not enough memory .* fewer rows or shorter sequences/,
    );
  });
});
