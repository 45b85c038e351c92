import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

describe('docs/configuration.md', () => {
  it('is what the schemas say, and so is the JSON schema', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(__dirname, 'configuration.mjs'), '--check'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
