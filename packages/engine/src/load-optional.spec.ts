import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOptional } from './load-optional.js';

describe('loadOptional', () => {
  const home = process.cwd();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'load-optional-'));
    for (const [name, code] of [
      ['sound', 'module.exports = { answer: 42 };'],
      ['broken', 'throw new Error("libcuda.so is missing\\nsecond line");'],
    ]) {
      await mkdir(join(folder, 'node_modules', name), { recursive: true });
      await writeFile(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
      await writeFile(join(folder, 'node_modules', name, 'index.js'), code);
    }
    process.chdir(folder);
  });
  afterAll(async () => {
    process.chdir(home);
    await rm(folder, { recursive: true });
  });

  it('loads what is installed for the working folder', () => {
    expect(loadOptional('sound')).toEqual({ loaded: true, module: { answer: 42 }, version: '1.2.3' });
  });

  it('tells a package that fails from one that is absent', () => {
    expect(loadOptional('broken')).toEqual({
      loaded: false,
      installed: true,
      reason: 'broken 1.2.3 does not load: libcuda.so is missing',
    });
    expect(loadOptional('absent')).toEqual({ loaded: false, installed: false, reason: 'absent is not installed' });
  });
});
