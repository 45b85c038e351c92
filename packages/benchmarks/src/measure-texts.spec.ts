import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '@electra-ts/tokenizer';
import { measureTexts, type MeasureTextsOptions } from './measure-texts.js';

describe('measureTexts', () => {
  let folder: string;
  let options: MeasureTextsOptions;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'texts-'));
    const words = ['one', 'two', 'three'];
    const tokenizer = join(folder, 'tokenizer');
    await Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words]).save(tokenizer);
    writeFileSync(join(folder, 'texts.txt'), 'one two three\n\ntwo\none one\n');
    // A peer that is always undecided, and took four seconds.
    const python = join(folder, 'python.mjs');
    writeFileSync(
      python,
      `#!${process.execPath}\nconsole.log('{"name": "peer 1", "scores": [0.5, 0.5, 0.5]}');\nprocess.stdin.on('data', () => console.log('{"seconds": 4, "residentBytes": 5}'));`,
      { mode: 0o755 },
    );
    const texts = join(folder, 'texts.txt');
    options = { preset: 'tiny', texts, tokenizer, batchSize: 2, steps: 2, engine: 'onnxruntime', precision: 'float32', threads: 1, peers: ['eager'], sortPeers: false, python, transformersJs: folder };
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  });
  afterAll(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it('counts the texts, and sets the peers beside ours', async () => {
    const figures = await measureTexts(options);
    // Each text has [CLS] and [SEP].
    expect(figures).toMatchObject({ texts: 3, tokens: 12, longest: 5, engine: 'onnxruntime', precision: 'float32', threads: 1 });
    expect(figures.textsPerSecond).toBeCloseTo(3 / figures.medianSeconds, 6);
    expect(figures.bestSeconds).toBeLessThanOrEqual(figures.medianSeconds);
    const [peer] = figures.peers;
    expect(peer).toMatchObject({ name: 'peer 1', medianSeconds: 4, residentBytes: 5 });
    expect(peer.ratio).toBeCloseTo(4 / figures.medianSeconds, 6);
    // Ours are not exactly one half.
    expect(peer.difference).toBeGreaterThan(0);
    expect(peer.difference).toBeLessThan(0.5);
  });

  it('cuts the words into texts of mixed length', async () => {
    const figures = await measureTexts({ ...options, mixed: 20, steps: 1, peers: [] });
    expect(figures.texts).toBe(20);
    expect(figures.longest).toBeGreaterThan(200);
    expect(figures.longest).toBeLessThanOrEqual(400);
  });

  it('refuses what it cannot read', async () => {
    await expect(measureTexts({ ...options, texts: join(folder, 'absent.txt') })).rejects.toThrow(/absent\.txt cannot be read.*one text a line/s);
    writeFileSync(join(folder, 'empty.txt'), '\n');
    await expect(measureTexts({ ...options, texts: join(folder, 'empty.txt') })).rejects.toThrow('has no texts');
  });
});
