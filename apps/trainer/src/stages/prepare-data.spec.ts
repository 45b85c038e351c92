import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifest } from '@electra-ts/data';
import { Tokenizer } from '@electra-ts/tokenizer';
import { StageProgress } from '../progress/stage-progress.js';
import { prepareData, type PrepareDataOptions, tokenizerFolder, unfinishedFolder } from './prepare-data.js';

describe('prepareData', () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'prepare-data-'));
    mkdirSync(at('text'));
    for (let n = 0; n < 20; n++) writeFileSync(at('text', `${n}.txt`), 'a b\n'.repeat(n + 5));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b']);
  const prepare = (options: Partial<PrepareDataOptions> = {}) =>
    prepareData({
      paths: [at('text')],
      tokenizer,
      out: at('data'),
      sequenceLength: 16,
      seed: 1,
      workers: 1,
      force: false,
      progress: new StageProgress({ title: 'x', quiet: true }),
      signal: new AbortController().signal,
      ...options,
    });

  it('writes shards with a tokenizer beside them that is the same', async () => {
    const { documents, tokenizerFingerprint } = await prepare();
    expect(documents).toBe(20);
    const saved = await Tokenizer.fromPretrained(at('data', tokenizerFolder));
    expect([saved.fingerprint, tokenizerFingerprint]).toEqual([tokenizer.fingerprint, tokenizer.fingerprint]);
    expect(readdirSync(folder).sort()).toEqual(['data', 'text']);
  });

  it('replaces shards only when forced to, and nothing else ever', async () => {
    await prepare();
    await expect(prepare()).rejects.toThrow(/already exists.*--force/s);
    expect((await prepare({ force: true, sequenceLength: 8 })).sequenceLength).toBe(8);
    await expect(prepare({ force: true, out: at('text') })).rejects.toThrow(/text/);
    expect(readdirSync(at('text'))).toHaveLength(20);
  });

  it('replaces the shards that a link leads to, and leaves the link', async () => {
    mkdirSync(at('disk'));
    symlinkSync(at('disk', 'shards'), at('data'));
    await prepare();
    await prepare({ force: true, sequenceLength: 8 });
    expect(lstatSync(at('data')).isSymbolicLink()).toBe(true);
    expect((await readManifest(at('disk', 'shards'))).sequenceLength).toBe(8);
    expect(readdirSync(at('disk'))).toEqual(['shards']);
  });

  it('gives the shards back that waited for new ones where somebody made an empty folder', async () => {
    const before = await prepare();
    renameSync(at('data'), at('.data.previous'));
    mkdirSync(at('data'));
    await expect(prepare({ sequenceLength: 8 })).rejects.toThrow(/already exists/);
    expect((await readManifest(at('data'))).sequenceLength).toBe(before.sequenceLength);
  });

  it('finds what a process left that was killed: shards between two names come back, begun ones go', async () => {
    const before = await prepare();
    renameSync(at('data'), at('.data.previous'));
    mkdirSync(at('..data.123.preparing.0123456789ab.partial'));
    mkdirSync(at('..data.more.123.preparing.0123456789ab.partial'));
    await expect(prepare({ sequenceLength: 8 })).rejects.toThrow(/already exists/);
    expect((await readManifest(at('data'))).sequenceLength).toBe(before.sequenceLength);
    expect(readdirSync(folder).sort()).toEqual(['..data.more.123.preparing.0123456789ab.partial', 'data', 'text']);
  });

  it('keeps finished shards where something appeared at their place meanwhile', async () => {
    const save = tokenizer.save.bind(tokenizer);
    // Between the first look at `out` and the last.
    jest.spyOn(tokenizer, 'save').mockImplementationOnce(async (place) => {
      mkdirSync(at('data'));
      writeFileSync(at('data', 'mine.txt'), 'mine');
      await save(place);
    });
    await expect(prepare()).rejects.toThrow(/The shards cannot be called .*data: .*They are complete: rename .*\.data\.\d+\.preparing/s);
    const kept = readdirSync(folder).find((name) => name.endsWith('.preparing')) as string;
    expect(existsSync(at(kept, 'manifest.json'))).toBe(true);
    expect(existsSync(at(kept, tokenizerFolder))).toBe(true);
    expect(readdirSync(at('data'))).toEqual(['mine.txt']);
  });

  it('lets nobody else at the folder until the shards have its name, and names that folder', async () => {
    const save = tokenizer.save.bind(tokenizer);
    let meanwhile: unknown;
    // The shards are written by then, and have not got their name.
    jest.spyOn(tokenizer, 'save').mockImplementationOnce(async (folder) => {
      meanwhile = await prepare({ force: true, unfinished: { resume: false } }).catch((error: unknown) => error);
      await save(folder);
    });
    await prepare({ unfinished: { resume: false } });
    expect(String(meanwhile)).toMatch(/The folder \S+\/data is being prepared by process \d+ on .*--out.*wait until/s);
    expect(String(meanwhile)).not.toMatch(/unfinished|\.preparing/);
    expect(readdirSync(folder).sort()).toEqual(['data', 'text']);
  });

  it('says whether there is unfinished work to go on with', async () => {
    const written: string[] = [];
    const told = { output: { write: (text: string) => written.push(text) } };
    await prepare({ unfinished: { resume: true }, progress: new StageProgress({ title: 'x', ...told }) });
    expect(written[0]).toMatch(/^There is no unfinished work to go on with, so this begins anew: .*\n$/);
  });

  it('leaves nothing when it is stopped, but what --resume needs where that was asked for', async () => {
    const signal = AbortSignal.abort();
    await expect(prepare({ signal })).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['text']);
    expect(existsSync(unfinishedFolder(at('data')))).toBe(false);
  });
});
