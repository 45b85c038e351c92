import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';

import { holdsShards, type Manifest, parseManifest, readManifest } from './manifest.js';

const split = { documents: 0, examples: 0, tokens: 0, droppedTokens: 0, files: [] };

const manifest: Manifest = {
  version: 2,
  tokenizerFingerprint: 'abc',
  vocabularySize: 10,
  specialTokens: { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 },
  sequenceLength: 16,
  seed: 1,
  validationFraction: 0,
  validation: 'given',
  sentenceUnit: 'line',
  overflow: 'carry',
  exampleMode: 'packed',
  documents: 1,
  characters: 5,
  splits: {
    train: {
      ...split,
      examples: 1,
      files: [{ name: 'train-00000.tokens', bytes: 100, sha256: 'a'.repeat(64), examples: 1, tokens: 5 }],
    },
    valid: split,
  },
};

const changed = (change: object) => JSON.stringify({ ...manifest, ...change });

describe('parseManifest', () => {
  it('reads a manifest', () => {
    expect(parseManifest(JSON.stringify(manifest), 'manifest.json')).toEqual(manifest);
  });

  it('takes the examples of version 1, which names neither mode nor validation, for the reference ones', () => {
    const old = parseManifest(changed({ version: 1, exampleMode: undefined, validation: undefined }), 'manifest.json');
    expect(old).toMatchObject({ exampleMode: 'reference', validation: 'share' });
  });

  it.each([
    ['another version', changed({ version: 3, news: true }), /manifest\.json.*"version": 1 or 2.*"version": 3/],
    ['no version', '{"files": {}}', /manifest\.json is not that of token shards.*Name the folder that `prepare` wrote/],
    ['no object', '[]', /is not that of token shards/],
    ['an unknown mode', changed({ exampleMode: 'pakced' }), /exampleMode/],
    ['a wrong value', changed({ sequenceLength: 'long' }), /sequenceLength/],
    ['an unknown key', changed({ sequencelength: 16 }), /sequencelength/],
    ['no JSON', '{"version": 1', /manifest\.json is not JSON/],
    [
      'a file outside of the folder',
      JSON.stringify(manifest).replace('train-00000', '../train-00000'),
      /files/,
    ],
  ])('refuses %s', (_, text, message) => {
    const parse = () => parseManifest(text, 'manifest.json');
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
  });
});

describe('readManifest', () => {
  it('reads it from a folder, and says where there is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'manifest-'));
    await expect(readManifest(folder)).rejects.toThrow(/not a readable folder of token shards.*manifest\.json/);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    await expect(readManifest(folder)).resolves.toEqual(manifest);
    await rm(folder, { recursive: true });
  });
});

it('holdsShards tells shards of any version from whatever else has a manifest.json', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holds-shards-'));
  const holds = async (text: string) => {
    await writeFile(join(folder, 'manifest.json'), text);
    return holdsShards(folder);
  };
  try {
    expect(await holdsShards(folder)).toBe(false);
    expect([await holds(JSON.stringify(manifest)), await holds('{"version": 99}')]).toEqual([true, true]);
    for (const text of ['{"files": {}}', 'null', '[]', 'no JSON']) expect(await holds(text)).toBe(false);
  } finally {
    await rm(folder, { recursive: true });
  }
});
