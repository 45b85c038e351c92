import { join } from 'node:path';
import { processorFolder } from './processor-folder.js';

describe('processorFolder', () => {
  it('is the same on one processor, and another on a processor of the same name with other instructions', () => {
    expect(processorFolder('cache')).toBe(processorFolder('cache'));
    const [plain, narrow] = ['AMD EPYC avx2', 'AMD EPYC avx2 avx512_bf16'].map((description) => processorFolder('cache', description));
    expect(plain).not.toBe(narrow);
    expect(plain).toMatch(new RegExp(`^${join('cache', '[0-9a-f]{16}').replaceAll('\\', '\\\\')}$`));
  });
});
