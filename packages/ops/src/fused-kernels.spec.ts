import { fusedKernels } from './fused-kernels.js';

describe('fusedKernels', () => {
  it('prefixes every name, so that none can meet a kernel of tfjs', () => {
    for (const [key, name] of Object.entries(fusedKernels)) {
      expect(name).toBe(`Electra${key}`);
    }
  });
});
