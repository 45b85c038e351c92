import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderReport } from '@electra-ts/report';
import { refuseOtherFile } from './refuse-other-file.js';

describe('refuseOtherFile', () => {
  let folder: string;
  const check = (content: string) => {
    writeFileSync(join(folder, 'file'), content);
    return refuseOtherFile(join(folder, 'file'), 'the/file');
  };

  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'refuse-other-file-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lets a page be written where nothing is, and in place of another page', async () => {
    await refuseOtherFile(join(folder, 'absent.html'), 'absent.html');
    await check(renderReport({ title: '', lead: '', facts: [], verdicts: [], charts: [], examples: [], configuration: {} }));
    await check('\ufeff\n<!DOCTYPE HTML PUBLIC "">');
    await check('');
  });

  it('refuses any other file, whatever its name', async () => {
    await expect(check('text\tlabel\na\tham\n')).rejects.toThrow(/^the\/file is a file that is no HTML page: .*begins with "text\\tlabel"\. .*nothing was changed/);
    await expect(check('{"version": 1}')).rejects.toThrow(/no HTML page/);
  });

  it('leaves what is no file to whoever writes', () => refuseOtherFile(folder, 'folder'));
});
