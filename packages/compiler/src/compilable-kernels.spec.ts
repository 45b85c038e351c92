import { compilableKernels } from './compilable-kernels.js';
import { kernelTable } from './recorder/kernels/kernel-table.js';

describe('compilableKernels', () => {
  it('has every kernel in exactly one family', () => {
    expect(Object.values(compilableKernels).flat().sort()).toEqual(Object.keys(kernelTable).sort());
    expect(compilableKernels['Matrix products']).toEqual(['BatchMatMul', '_FusedMatMul']);
  });
});
