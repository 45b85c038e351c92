import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOpenVino } from '@electra-ts/compiler';
import { memory } from '@tensorflow/tfjs-core';
import { productRates } from './product-rates.js';

describe('productRates', () => {
  (findOpenVino() === undefined ? it.skip : it)('measures both precisions and leaves nothing behind (skipped where OpenVINO is not installed)', async () => {
    const before = memory().numTensors;
    const { float32, bfloat16 } = await productRates({ threads: 1 });
    for (const rate of [float32, bfloat16]) {
      expect(rate).toBeGreaterThan(0.1);
      expect(rate).toBeLessThan(100_000);
    }
    expect(memory().numTensors).toBe(before);
    // A process measures once.
    expect(await productRates({ threads: 1 })).toEqual({ float32, bfloat16 });
  });

  it('fails where there is no OpenVINO', async () => {
    const library = mkdtempSync(join(tmpdir(), 'no-openvino-'));
    await expect(productRates({ library })).rejects.toThrow(`there is no libopenvino_c in ${library}`);
    rmSync(library, { recursive: true });
  });
});
