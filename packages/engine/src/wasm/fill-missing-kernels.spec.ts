import {
  einsum,
  getKernel,
  getKernelsForBackend,
  memory,
  tensor1d,
  tensor2d,
  tensorScatterUpdate,
  tidy,
} from '@tensorflow/tfjs-core';
import { expectSameOnWasm, sample } from './compare.fixture.js';

describe('fillMissingKernels', () => {
  it('runs a kernel that wasm lacks, and frees what it borrowed', async () => {
    const product = () => einsum('ij,kj->ik', sample([3, 4], 0), sample([5, 4], 1));
    await expectSameOnWasm(product);
    const before = memory();
    tidy(() => {
      product();
    });
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('leaves no numeric kernel missing', () => {
    const lacking = getKernelsForBackend('cpu').filter(({ kernelName }) => !getKernel(kernelName, 'wasm'));
    expect(lacking.map(({ kernelName }) => kernelName).sort()).toEqual(
      ['Complex', 'ComplexAbs', 'Draw', 'FFT', 'IFFT', 'Imag', 'Real', 'StaticRegexReplace'],
    );
  });

  it('updates by scattering without touching the input', async () => {
    await expectSameOnWasm(() => {
      const before = tensor1d([1, 2, 3], 'int32');
      const after = tensorScatterUpdate(before, tensor2d([[1]], [1, 1], 'int32'), tensor1d([9], 'int32'));
      return [before, after];
    });
  });
});
