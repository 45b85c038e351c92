import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

describe('docs/kernels.md', () => {
  it('is what the table of kernels says', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(__dirname, 'kernels.mjs'), '--check'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
