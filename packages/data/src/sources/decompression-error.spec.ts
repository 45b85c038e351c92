import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { DecompressionError } from './decompression-error.js';
import { inputBytes } from './input-bytes.js';

describe('DecompressionError', () => {
  it('says what the decoder said and where, and keeps the code', () => {
    const cause = Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' });
    const error = new DecompressionError('after 3 bytes', cause);
    expect(error.message).toBe('unexpected end of file, after 3 bytes');
    expect(error.cause.code).toBe('Z_BUF_ERROR');
  });

  it('is what a file that was cut short ends with', async () => {
    const whole = gzipSync(randomBytes(5000));
    async function* open() {
      yield whole.subarray(0, 3000);
    }
    const read = async () => {
      for await (const bytes of inputBytes({ name: 'cut.gz', open, compression: 'gz', maxExpansion: 1000 })) expect(bytes.length).toBeGreaterThan(0);
    };
    const error = await read().then(() => undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DecompressionError);
    expect((error as DecompressionError).place).toContain('3000');
  });
});
