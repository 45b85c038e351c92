import { Tokenizer } from '@electra-ts/tokenizer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data, type DataOptions } from './data.js';

describe('electra-bench data', () => {
  let folder: string;
  let options: DataOptions;

  /** Runs the command and returns what it wrote to standard output. */
  async function run(more: Partial<DataOptions>): Promise<string> {
    const out = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const err = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    try {
      await data({ ...options, ...more });
      return out.mock.calls.map(([text]) => String(text)).join('');
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bench-data-'));
    writeFileSync(join(folder, 'text.txt'), 'a b a\nb b\n'.repeat(20));
    const tokenizer = join(folder, 'tokenizer');
    await Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b']).save(tokenizer);
    // Half of the text in a second, whatever it is asked.
    const answer = JSON.stringify({ version: '9.9', seconds: 1, processorSeconds: 1.5, tokens: 50, residentBytes: 7, share: 0.5 });
    const python = join(folder, 'python.mjs');
    writeFileSync(python, `#!${process.execPath}\nconsole.log('${answer}');`, { mode: 0o755 });
    const input = [join(folder, 'text.txt')];
    options = { input, tokenizer, python, batchSize: 2, sequenceLength: 16, batches: 3, runs: 2, workers: 1, peers: [], json: true };
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes one JSON document, with the peers that were asked for', async () => {
    const result = JSON.parse(await run({ peers: ['datasets', 'reference'] }));
    expect(result).toMatchObject({ documents: 1, characters: 199, sequenceLength: 16, batchSize: 2, workers: 1 });
    expect(result.tokensPerSecond).toBeCloseTo(result.tokens / result.medianSeconds);
    expect(result.processorSeconds).toBeGreaterThan(0);
    expect(result.residentBytes).toBeGreaterThan(1e7);
    expect(result.bestSeconds).toBeLessThanOrEqual(result.medianSeconds);
    expect(result.peers.map(({ name }: { name: string }) => name.split(' ')[0])).toEqual(['datasets', 'the']);
    // Two seconds for all of the text.
    expect(result.peers[0]).toMatchObject({ share: 0.5, tokens: 50, medianSeconds: 2, bestSeconds: 2, processorSeconds: 3, residentBytes: 7 });
    expect(result.peers[0].ratio).toBeCloseTo(2 / result.medianSeconds);
    expect(JSON.parse(await run({ runs: 1 })).peers).toEqual([]);
  });

  it('writes lines for people', async () => {
    const lines = (await run({ runs: 1, json: false, peers: ['tokenizers'] })).trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^prepare: \d+\.\d\d s, \d+ tokens\/s, \d+\.\d\d s of processor time$/);
    expect(lines[3]).toMatch(/^tokenizers 9\.9.*: 2\.00 s \(from 50 % of the text\), \d+\.\d\d times prepare's time, 3\.00 s of processor time$/);
  });
});
