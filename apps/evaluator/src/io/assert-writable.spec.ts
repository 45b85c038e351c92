import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertWritable } from './assert-writable.js';

describe('assertWritable', () => {
  let folder: string;
  const check = (...names: string[]) => assertWritable(join(folder, ...names), 'the/file');
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assert-writable-'));
    writeFileSync(join(folder, 'file'), 'a');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lets a new file and one that is there be written, and leaves nothing', async () => {
    await check('new');
    await check('file');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('refuses what cannot be a file', async () => {
    await expect(check()).rejects.toThrow(/^the\/file cannot be written: expected .* received a folder\. Choose another --out/);
    await expect(check('absent', 'file')).rejects.toThrow(/received .*absent, which is no folder/);
    await expect(check('file', 'file')).rejects.toThrow(/received .*file, which is no folder/);
    await expect(check('x'.repeat(255))).rejects.toThrow(/the name is too long/);
  });
});
