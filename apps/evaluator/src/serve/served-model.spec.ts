import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile, cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFolderAtomically } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { TooMuchToRead } from '@electra-ts/nn';
import { writeClassifier, writePretrainingRun } from '../runs/runs.fixture.js';
import { detectResponse, fillResponse, predictResponses } from './schemas.js';
import { openModel, type ServedModel } from './served-model.js';

describe('openModel', () => {
  let folder: string;
  let opened: ServedModel | undefined;
  const open = async (...names: string[]): Promise<ServedModel> => (opened = await openModel(join(folder, ...names), { engine: 'cpu' }));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'served-model-'));
    await writePretrainingRun(join(folder, 'run'), { networks: true });
    await writeClassifier(join(folder, 'classifier'), { bias: 50 });
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'odd'));
    writeFileSync(join(folder, 'odd', 'config.json'), 'null');
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("opens both of a run's networks, which answer in order", async () => {
    const { name, detect, fillMask, predict } = await open('run');
    expect([name, predict]).toEqual(['run', undefined]);
    const texts = ['the chef', '', 'good meal cooked'];
    const judged = ((await detect?.(texts, {})) ?? []).map((each) => detectResponse.parse(each));
    expect(judged.map(({ text, tokens }) => [text, tokens.map(({ token }) => token)])).toEqual([
      ['the chef', ['the', 'chef']],
      ['', []],
      ['good meal cooked', ['good', 'meal', 'cook', '##ed']],
    ]);
    expect(fillMask).toBeDefined();
  });

  it('gives each question as many candidates as it asked for, and no more than there are tokens', async () => {
    const { fillMask } = await open('run');
    const asked = [{ text: 'the [MASK]', topK: 1 }, { text: '[MASK] [MASK]', topK: 100 }, { text: 'good [MASK]', topK: 3 }];
    const filled = ((await fillMask?.(asked, {})) ?? []).map((each) => fillResponse.parse(each));
    expect(filled.map(({ masks }) => masks.map(({ length }) => length))).toEqual([[1], [12, 12], [3]]);
    // As if each had been asked alone.
    const [alone] = (await fillMask?.([asked[0]], {})) ?? [];
    expect(fillResponse.parse(alone).masks[0][0].token).toBe(filled[0].masks[0][0].token);
  });

  it('opens one network by its own folder', async () => {
    const generator = await open('run', 'generator');
    expect([generator.name, generator.detect, typeof generator.fillMask]).toEqual(['generator', undefined, 'function']);
    await generator.close();
    const discriminator = await open('run', 'discriminator');
    expect([typeof discriminator.detect, discriminator.fillMask]).toEqual(['function', undefined]);
  });

  it('does not serve one network where the other is damaged', async () => {
    const checkpoint = join(folder, 'checkpoint');
    await writeFolderAtomically(checkpoint, (temporary) => cp(join(folder, 'run'), temporary, { recursive: true }));
    await appendFile(join(checkpoint, 'discriminator', 'model.safetensors'), 'x');
    await expect(open('checkpoint')).rejects.toThrow(/discriminator.model\.safetensors is damaged/);
    expect((await open('checkpoint', 'generator')).fillMask).toBeDefined();
  });

  it('opens a fine-tuned model, which checks what it is asked', async () => {
    const { detect, fillMask, predict } = await open('classifier');
    expect([detect, fillMask, predict?.kind, predict?.labels]).toEqual([undefined, undefined, 'classification', ['ham', 'spam']]);
    const example = predict?.input({ text: 'the meal' }) as object;
    const [answer] = (await predict?.answer([example], {})) ?? [];
    expect(predictResponses.classification.parse(answer)).toMatchObject({ text: 'the meal', label: 'spam' });
    expect(() => predict?.input({ text: 7 })).toThrow(UserError);
  });

  it('wants pairs of a model of pairs', async () => {
    await writeClassifier(join(folder, 'of-pairs'), { pairs: true });
    const { predict } = await open('of-pairs');
    expect(() => predict?.input({ text: 'the meal' })).toThrow(/no text under "pair"/);
    expect(predict?.input({ text: 'the meal', pair: 'meal' })).toEqual({ text: 'the meal', pair: 'meal' });
  });

  it('hands on what may be read, and until when', async () => {
    const { detect, fillMask, close } = await open('run');
    const text = 'the [MASK] '.repeat(20);
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(detect?.([text], { mostTokens: 20 })).rejects.toThrow(TooMuchToRead);
    await expect(detect?.([text], { signal: gone })).rejects.toThrow('gone');
    await expect(fillMask?.([{ text, topK: 1 }], { mostTokens: 20 })).rejects.toThrow(TooMuchToRead);
    await expect(fillMask?.([{ text, topK: 1 }], { signal: gone })).rejects.toThrow('gone');
    await close();
    const { predict } = await open('classifier');
    await expect(predict?.answer([{ text, pair: text }], { mostTokens: 20 })).rejects.toThrow(TooMuchToRead);
    await expect(predict?.answer([{ text }], { signal: gone })).rejects.toThrow('gone');
  });

  it.each([
    ['nowhere', /does not exist/],
    ['empty', /holds no model/],
    ['odd', /is no model's configuration/],
  ])('refuses %s', async (name, message) => {
    await expect(open(name)).rejects.toThrow(UserError);
    await expect(open(name)).rejects.toThrow(message);
  });
});
