import { UserError } from '@electra-ts/config';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPeerNames, describeDataPeer, runDataPeer } from './data-peer.js';

describe('runDataPeer', () => {
  let folder: string;
  /** An interpreter that runs `body` instead of the script that it is given. */
  const interpreter = (body: string): string => {
    const path = join(folder, 'python.mjs');
    writeFileSync(path, `#!${process.execPath}\n${body}`, { mode: 0o755 });
    return path;
  };

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'data-peer-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(dataPeerNames)('runs the script of %s, which exists, and reads its answer', async (name) => {
    const python = interpreter(`
      import { existsSync } from 'node:fs';
      const [, , , script, ...rest] = process.argv;
      console.log(JSON.stringify({ version: existsSync(script) ? rest.join(' ') : 'no script', seconds: 2, processorSeconds: 5, tokens: 3, residentBytes: 4, share: 1 }));
    `);
    const run = await runDataPeer(name, { python, tokenizer: 'tok', input: ['a.txt', 'b'] });
    expect(run).toEqual({ version: '--tokenizer tok a.txt b', seconds: 2, processorSeconds: 5, tokens: 3, residentBytes: 4, share: 1 });
    expect(describeDataPeer(name, { version: '9.9' })).toMatch(/9\.9/);
  });

  it('says what is missing', async () => {
    const python = interpreter(`console.error("Traceback\\nModuleNotFoundError: No module named 'datasets'"); process.exit(1);`);
    const failing = (path: string) => runDataPeer('datasets', { python: path, tokenizer: 'tok', input: [] });
    await expect(failing(python)).rejects.toThrow(UserError);
    await expect(failing(python)).rejects.toThrow(/peer datasets.*received ModuleNotFoundError.*pip install datasets/s);
    await expect(failing(join(folder, 'absent'))).rejects.toThrow('ENOENT');
  });
});
