import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { UserError } from '@electra-ts/config';
import { Tokenizer } from '@electra-ts/tokenizer';

import type { Document } from '../sources/document-stream.js';
import { prepare, type PrepareOptions } from './prepare.js';
import { UnfinishedWork } from './unfinished-work.js';

const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const tokenizer = Tokenizer.fromVocabulary([...specials, ...Array.from({ length: 200 }, (_, i) => `w${i}`)]);

const texts = Array.from({ length: 60 }, (_, i) =>
  Array.from({ length: 20 }, (_, line) => `w${i} w${line} w1 w2 w${(i * line) % 200}`).join('\n'),
);

/** Documents are encoded in groups of so many characters: with white space at its end each is a group of its own. */
const padding = ' '.repeat(1 << 18);

/** Documents of two sources; the one at place `fail` cannot be read. */
async function* stream(from: readonly string[], fail = Infinity): AsyncGenerator<Document> {
  for (const [i, text] of from.entries()) {
    if (i === fail) {
      throw new Error('power cut');
    }
    yield { id: String(i), text: text + padding, source: i % 3 === 0 ? 'a' : 'b' };
  }
}

describe('prepare with unfinished work', () => {
  let folder: string;
  let runs = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unfinished-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  const newPlace = () => {
    const out = join(folder, `out-${runs++}`);
    return { out, unfinished: `${out}.unfinished` };
  };

  const optionsFor = (out: string, options: Partial<PrepareOptions>): PrepareOptions => ({
    documents: stream(texts),
    tokenizer,
    out,
    sequenceLength: 32,
    seed: 3,
    tokensPerShard: 1500,
    validationFraction: 0.1,
    ...options,
  });

  const go = ({ out, unfinished }: ReturnType<typeof newPlace>, earlier: 'continue' | 'refuse' | 'discard', options: Partial<PrepareOptions> = {}) =>
    prepare(optionsFor(out, { unfinished: { folder: unfinished, earlier }, ...options }));

  const filesOf = async (out: string) =>
    Promise.all((await readdir(out)).sort().map(async (name) => [name, await readFile(join(out, name), 'latin1')]));

  const undisturbed = async (options: Partial<PrepareOptions> = {}) => {
    const { out } = newPlace();
    await prepare(optionsFor(out, options));
    return filesOf(out);
  };

  it('writes the same as an undisturbed run, wherever and however often it stopped', async () => {
    // A small fraction keeps a document waiting, of which the state must know.
    for (const [validationFraction, stops, exampleMode] of [
      [0.1, [24, 25, 59], 'reference'],
      [1e-9, [40], 'reference'],
      [0.1, [24, 47], 'packed'],
    ] as const) {
      const place = newPlace();
      for (const stop of stops) {
        const stopped = go(place, 'continue', { documents: stream(texts, stop), validationFraction, exampleMode });
        await expect(stopped).rejects.toThrow('power cut');
        expect(await readdir(place.unfinished)).toContain('progress.bin');
      }
      await go(place, 'continue', { validationFraction, exampleMode, workers: 1 });
      expect(await filesOf(place.out)).toEqual(await undisturbed({ validationFraction, exampleMode }));
      expect(existsSync(place.unfinished)).toBe(false);
    }
  });

  it('tells how far earlier work was, and that there is none', async () => {
    const place = newPlace();
    const told: number[] = [];
    const unfinished = { folder: place.unfinished, earlier: 'continue', onContinue: (count: number) => told.push(count) } as const;
    // Stopped before the first shard was full, then after it.
    for (const stop of [2, 40]) {
      await expect(prepare(optionsFor(place.out, { unfinished, documents: stream(texts, stop) }))).rejects.toThrow('power cut');
    }
    await prepare(optionsFor(place.out, { unfinished }));
    expect(told.slice(0, 2)).toEqual([0, 0]);
    expect(told[2]).toBeGreaterThan(20);
    expect(told[2]).toBeLessThanOrEqual(40);
  });

  it('goes on in held-out text and after it', async () => {
    const [heldOut, rest] = [texts.slice(0, 20), texts.slice(20)];
    const given = (stop: number) => ({
      validationFraction: undefined,
      validationDocuments: stream(heldOut, stop),
      documents: stream(rest, stop - 20),
    });
    const expected = await undisturbed(given(Infinity));
    const place = newPlace();
    for (const stop of [18, 45]) {
      await expect(go(place, 'continue', given(stop))).rejects.toThrow('power cut');
    }
    const more = go(place, 'continue', { ...given(Infinity), validationDocuments: stream([...heldOut, 'w1']) });
    await expect(more).rejects.toThrow(/text is not that of the unfinished work/);
    await go(place, 'continue', given(Infinity));
    expect(await filesOf(place.out)).toEqual(expected);
  });

  it('keeps its work when it is aborted, and leaves nothing where there is none', async () => {
    const place = newPlace();
    const abortAt = (count: number) => {
      const stop = new AbortController();
      async function* aborting() {
        yield* stream(texts.slice(0, count));
        stop.abort(new Error('enough'));
        yield* stream(texts.slice(count));
      }
      return go(place, 'continue', { documents: aborting(), signal: stop.signal });
    };
    await expect(abortAt(1)).rejects.toThrow('enough');
    expect(existsSync(place.unfinished)).toBe(false);
    await expect(abortAt(40)).rejects.toThrow('enough');
    await go(place, 'continue');
    expect(await filesOf(place.out)).toEqual(await undisturbed());
  });

  it('refuses what does not fit, and loses nothing by it', async () => {
    const place = newPlace();
    await expect(go(place, 'refuse', { documents: stream(texts, 50) })).rejects.toThrow('power cut');
    const messageOf = async (earlier: 'continue' | 'refuse', options: Partial<PrepareOptions>) => {
      const error = await go(place, earlier, options).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UserError);
      return (error as Error).message;
    };
    expect(await messageOf('refuse', {})).toMatch(/unfinished work of an earlier prepare.*--resume.*--force/);
    expect(await messageOf('continue', { seed: 4 })).toMatch(/other options: expected seed 3, received seed 4/);
    expect(await messageOf('continue', { documents: stream(['w1', ...texts.slice(1)]) })).toMatch(/not that of the unfinished/);
    expect(await messageOf('continue', { documents: stream(texts.slice(0, 3)) })).toMatch(/not that of the unfinished/);
    await go(place, 'continue');
    expect(await filesOf(place.out)).toEqual(await undisturbed());
  });

  it('refuses damaged files, and starts over where it is told to', async () => {
    for (const name of ['train-00000.tokens', 'progress.bin']) {
      const place = newPlace();
      await expect(go(place, 'refuse', { documents: stream(texts, 50) })).rejects.toThrow('power cut');
      const path = join(place.unfinished, name);
      const bytes = await readFile(path);
      bytes[bytes.length >> 1] ^= 1;
      await writeFile(path, bytes);
      await expect(go(place, 'continue')).rejects.toThrow(new RegExp(`damaged: .*${name}`));
      await go(place, 'discard');
      expect(await filesOf(place.out)).toEqual(await undisturbed());
    }
  });

  it('touches no folder that is not its own', async () => {
    const place = newPlace();
    await mkdir(place.unfinished);
    await writeFile(join(place.unfinished, 'letter.txt'), 'dear');
    for (const earlier of ['continue', 'refuse', 'discard'] as const) {
      await expect(go(place, earlier)).rejects.toThrow(/letter\.txt/);
    }
    expect(await readdir(place.unfinished)).toEqual(['letter.txt']);
  });

  it('takes no file for a folder that does not exist', async () => {
    const { unfinished } = newPlace();
    await writeFile(unfinished, 'dear');
    const work = new UnfinishedWork(unfinished, {});
    for (const earlier of ['continue', 'refuse', 'discard'] as const) await expect(work[earlier]()).rejects.toThrow(/ENOTDIR/);
    expect(await readFile(unfinished, 'utf8')).toBe('dear');
  });

  it('survives being killed', async () => {
    const place = newPlace();
    const script = join(folder, 'killed.mjs');
    const dist = (name: string) => JSON.stringify(pathToFileURL(join(__dirname, `../../../${name}/dist/index.js`)).href);
    await writeFile(
      script,
      `import { prepare } from ${dist('data')};
       import { Tokenizer } from ${dist('tokenizer')};
       const { texts, tokens, out, unfinished } = JSON.parse(process.argv[2]);
       async function* stream() {
         for (const [i, text] of texts.entries()) {
           yield { id: String(i), text: text + ' '.repeat(1 << 18), source: i % 3 === 0 ? 'a' : 'b' };
           await new Promise((resolve) => setTimeout(resolve, 5));
         }
       }
       await prepare({
         documents: stream(), tokenizer: Tokenizer.fromVocabulary(tokens), out, sequenceLength: 32, seed: 3, workers: 1,
         tokensPerShard: 1500, validationFraction: 0.1, unfinished: { folder: unfinished, earlier: 'continue' },
       });`,
    );
    const tokens = [...specials, ...Array.from({ length: 200 }, (_, i) => `w${i}`)];
    const state = join(place.unfinished, 'progress.bin');
    const start = (): ChildProcess =>
      spawn(process.execPath, [script, JSON.stringify({ texts, tokens, ...place })], { stdio: ['ignore', 'ignore', 'inherit'] });
    // Twice: the second one kills a run that goes on. A new state shows that it did.
    let before = '';
    for (let round = 0; round < 2; round++) {
      const child = start();
      const exited = once(child, 'exit');
      const stateNow = () => readFile(state, 'latin1').catch(() => before);
      while ((await stateNow()) === before) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      child.kill('SIGKILL');
      expect((await exited)[1]).toBe('SIGKILL');
      before = await stateNow();
    }
    // What was being written when it was killed.
    await appendFile(join(place.unfinished, 'train-00099.tokens'), 'half a shard');
    await go(place, 'continue');
    expect(await filesOf(place.out)).toEqual(await undisturbed());
  });
});
