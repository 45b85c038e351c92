import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFolder } from './is-folder.js';

describe('isFolder', () => {
  it('tells folders, and links to them, from files and what is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'is-folder-'));
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(folder, join(folder, 'link'), 'junction');
    const found = await Promise.all(['.', 'link', 'file', 'absent', 'file/below'].map((name) => isFolder(join(folder, name))));
    expect(found).toEqual([true, true, false, false, false]);
    rmSync(folder, { recursive: true });
  });
});
