import { probeWasm } from './probe-wasm.js';

describe('probeWasm', () => {
  it('finds SIMD in every Node that this project supports', async () => {
    expect(await probeWasm()).toMatchObject({ available: true, threads: 1, detail: 'eager, with SIMD, one thread' });
  });
});
