import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseTakenFolder } from './refuse-taken-folder.js';

describe('refuseTakenFolder', () => {
  let folder: string;
  const check = (name: string, force: boolean) => () =>
    refuseTakenFolder({ out: join(folder, name), shown: name, force, file: 'tokenizer.json', holds: 'a tokenizer', replaced: 'the tokenizer' });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'refuse-taken-folder-'));
    mkdirSync(join(folder, 'ours'));
    writeFileSync(join(folder, 'ours', 'tokenizer.json'), '{}');
    mkdirSync(join(folder, 'other'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('allows a new folder, and with --force one that holds what is written', () => {
    expect(check('new', false)).not.toThrow();
    expect(check('new', true)).not.toThrow();
    expect(check('ours', true)).not.toThrow();
  });

  it('names --force where it would help', () => {
    expect(check('ours', false)).toThrow(/The output folder ours already exists[^]*a new folder[^]*Choose another --out, or replace the tokenizer by --force\./);
  });

  it('never replaces another folder', () => {
    expect(check('other', false)).toThrow(/The output folder other already exists[^]*a new folder[^]*Choose another --out\.$/);
    expect(check('other', true)).toThrow(/a folder with a tokenizer, which is all that --force replaces[^]*Choose another --out\.$/);
  });
});
