import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scarceDisk } from './scarce-disk.js';

describe('scarceDisk', () => {
  const folder = join(tmpdir(), 'no-run');

  it('says nothing where there is room', async () => {
    expect(await scarceDisk(folder, { bytes: 1000, keep: 2 })).toEqual([]);
  });

  it('warns where there is room for fewer than are kept and one more', async () => {
    expect(await scarceDisk(folder, { bytes: 1e18, keep: 1 })).toEqual([
      expect.stringMatching(/^the disk of .*no-run has [\d.]+ GB free, and checkpoints of 1\.00e\+9 GB need 2\.00e\+9 GB: checkpoint\.keep \(1\) and one more/),
    ]);
  });
});
