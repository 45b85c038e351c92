import { UserError } from '@electra-ts/config';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertReplaceable } from './assert-replaceable.js';

describe('assertReplaceable', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replaceable-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets folders pass, those that are not there, too, and leaves nothing', async () => {
    await mkdir(join(folder, 'out'));
    for (const name of ['out', 'new', 'a/b/c']) await assertReplaceable(join(folder, name));
    expect(await readdir(folder)).toEqual(['out']);
  });

  it('refuses a name that leaves no room for that of the temporary folder', async () => {
    for (const length of [250, 300]) {
      const attempt = assertReplaceable(join(folder, 'x'.repeat(length)));
      await expect(attempt).rejects.toThrow(UserError);
      await expect(attempt).rejects.toThrow(/cannot (make a temporary folder beside|find) .*the name is too long.*shorter name/s);
    }
  });

  (process.platform === 'linux' ? it : it.skip)('refuses a mount point, and a folder that holds one (Linux)', async () => {
    await expect(assertReplaceable('/proc')).rejects.toThrow(/\/proc cannot be replaced .*received a mount point\. Name a folder inside it, such as \/proc\/model/);
    await expect(assertReplaceable('/')).rejects.toThrow(UserError);
    await expect(assertReplaceable('/dev')).rejects.toThrow(/\/dev cannot be replaced/);
  });

  (process.platform === 'win32' || process.getuid?.() === 0 ? it.skip : it)('refuses a folder beside which nothing can be made (not for root)', async () => {
    await chmod(folder, 0o555);
    await expect(assertReplaceable(join(folder, 'out'))).rejects.toThrow(/temporary folder beside .*permission denied/);
    await chmod(folder, 0o755);
  });
});
