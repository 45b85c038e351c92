import { arithmeticWarnings } from './arithmetic.js';

describe('arithmeticWarnings', () => {
  const older = { engine: 'onnxruntime', precision: 'float32' };
  const before = { ...older, threads: 2 };

  it('has nothing to tell of the same, and of what was not recorded', () => {
    expect(arithmeticWarnings(before, { ...before })).toEqual([]);
    expect(arithmeticWarnings(older, before)).toEqual([]);
    expect(arithmeticWarnings(undefined, before)).toEqual([]);
  });

  it('tells of another number of threads', () => {
    expect(arithmeticWarnings(before, { ...before, threads: 1 })).toEqual([expect.stringMatching(/other arithmetic.* than it would have had: threads was 2 and is 1$/)]);
  });

  it('tells of another engine and precision, whose threads are others anyway', () => {
    for (const earlier of [before, older]) {
      expect(arithmeticWarnings(earlier, { engine: 'openvino', precision: 'bfloat16', threads: 8 })).toEqual([
        expect.stringMatching(/: engine was "onnxruntime" and is "openvino"; precision was "float32" and is "bfloat16"$/),
      ]);
    }
  });
});
