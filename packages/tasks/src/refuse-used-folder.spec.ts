import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseUsedFolder } from './refuse-used-folder.js';

describe('refuseUsedFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'refuse-used-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets pass what is empty or not there', async () => {
    await refuseUsedFolder(folder);
    await refuseUsedFolder(join(folder, 'absent'));
  });

  it('lets a fine-tuned model be replaced by force only', async () => {
    await writeFile(join(folder, 'results.json'), '{}');
    await expect(refuseUsedFolder(folder)).rejects.toThrow(/is not empty.*received results\.json.*--force/);
    await refuseUsedFolder(folder, true);
  });

  it('lets the models of several tasks be replaced by force only', async () => {
    await writeFile(join(folder, 'tasks.json'), '{}');
    await expect(refuseUsedFolder(folder)).rejects.toThrow(/is not empty.*received tasks\.json.*--force/);
    await refuseUsedFolder(folder, true);
  });

  it('says how to go on with one that was interrupted', async () => {
    await writeFile(join(folder, 'run.json'), JSON.stringify({ version: 1, config: { kind: 'fine-tuning' } }));
    await writeFile(join(folder, 'run.lock'), '');
    await expect(refuseUsedFolder(folder)).rejects.toThrow(/interrupted.*--resume.*--force.*another --out/);
    await refuseUsedFolder(folder, true);
    await writeFile(join(folder, 'run.json'), JSON.stringify({ version: 1, config: { kind: 'pretraining' } }));
    await expect(refuseUsedFolder(folder, true)).rejects.toThrow(/all that --force replaces/);
  });

  it('is not stopped by what a killed process leaves', async () => {
    await writeFile(join(folder, 'run.lock'), '');
    await writeFile(join(folder, '.run.json.12-01234567.tmp'), '');
    await refuseUsedFolder(folder);
  });

  it('never lets anything else be replaced', async () => {
    await writeFile(join(folder, 'manifest.json'), '{}');
    await expect(refuseUsedFolder(folder)).rejects.toThrow(/received manifest\.json\. Choose another --out; nothing/);
    await expect(refuseUsedFolder(folder, true)).rejects.toThrow(/all that --force replaces/);
    await expect(refuseUsedFolder(join(folder, 'manifest.json'))).rejects.toThrow(/cannot be used.*received a file/);
  });
});
