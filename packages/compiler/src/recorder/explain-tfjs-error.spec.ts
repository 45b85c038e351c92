import { explainTfjsError } from './explain-tfjs-error.js';
import { RecordError } from './record-error.js';

describe('explainTfjsError', () => {
  it('names a kernel that cannot be compiled and keeps what tfjs said as the cause', () => {
    const original = new Error("Kernel 'FFT' not registered for backend 'electra-trace'");
    const explained = explainTfjsError(original) as RecordError;
    expect(explained).toBeInstanceOf(RecordError);
    expect(explained.message).toMatch(/^The kernel 'FFT'.* cannot be compiled\. Write it with operations that/);
    expect(explained.cause).toBe(original);
  });

  it('knows what to use for kernels that draw', () => {
    const explained = explainTfjsError(new Error("Kernel 'Multinomial' not registered for backend 'x'")) as Error;
    expect(explained.message).toContain('random.uniform([rows, 1])');
  });

  it('names what has no gradient', () => {
    const explained = explainTfjsError(
      new Error('Cannot compute gradient: gradient function not found for Round.'),
    ) as Error;
    expect(explained.message).toMatch(/^tfjs has no gradient for 'Round'/);
  });

  it('leaves every other error as it is', () => {
    for (const error of [new Error('other'), new RecordError("Kernel 'A' not registered for backend"), 'text']) {
      expect(explainTfjsError(error)).toBe(error);
    }
  });
});
