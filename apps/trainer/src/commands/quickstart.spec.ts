import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quickstart } from './quickstart.js';

describe('quickstart', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quickstart-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([false, true])("leaves a folder alone that holds somebody's files (force: %s)", async (force) => {
    mkdirSync(join(folder, 'corpus'));
    writeFileSync(join(folder, 'corpus', 'thesis.txt'), 'mine');
    const run = quickstart({ out: folder, force, quiet: true, json: false });
    await expect(run).rejects.toThrow(/holds files that no quickstart wrote[\s\S]*another --out/);
    expect(readFileSync(join(folder, 'corpus', 'thesis.txt'), 'utf8')).toBe('mine');
  });
});
