import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { downloadRepository } from './download-repository.js';
import { hubServer, type HubServer, type ListedFile } from './hub-server.fixture.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const name = 'owner/model';
const files: Record<string, Buffer> = {
  'config.json': Buffer.from('{"a": 1}'),
  'vocab.txt': Buffer.from('[PAD]\n'),
  'model.safetensors': Buffer.from('weights'),
};
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const blob = (content: Buffer) => createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

describe('downloadRepository', () => {
  let cache: string;
  let server: HubServer;
  const download = (content?: 'model' | 'tokenizer') =>
    downloadRepository({ name, commit, access: { hubUrl: server.url } }, cache, content);
  const serve = async (change: (file: ListedFile, content: Buffer) => ListedFile) => {
    const listed = Object.entries(files).map(([path, content]) => change({ path, size: content.length }, content));
    server = await hubServer(name, commit, files, listed);
  };
  const inLargeStorage = (file: ListedFile, oid: string): ListedFile => ({
    ...file,
    oid: 'f'.repeat(40),
    lfs: { oid, size: file.size, pointerSize: 130 },
  });

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'download-'));
  });
  afterEach(async () => {
    await server.close();
    await rm(cache, { recursive: true });
  });

  it('takes files whose checksums are those that the hub lists, of both kinds', async () => {
    await serve((file, content) =>
      file.path === 'model.safetensors' ? inLargeStorage(file, sha256(content)) : { ...file, oid: blob(content) },
    );
    const folder = await download();
    expect(folder).toBe(join(cache, 'snapshots', commit));
    for (const [path, content] of Object.entries(files)) expect(await readFile(join(folder, path))).toEqual(content);
  });

  it.each([
    ['weights of another SHA-256', 'model.safetensors', (file: ListedFile) => inLargeStorage(file, sha256(Buffer.from('Weights')))],
    ["a file of another blob's name", 'config.json', (file: ListedFile) => ({ ...file, oid: blob(Buffer.from('{"a": 2}')) })],
  ])('refuses %s, of which nothing stays', async (_, damaged, change) => {
    await serve((file) => (file.path === damaged ? change(file) : file));
    await expect(download()).rejects.toThrow(UserError);
    await expect(download()).rejects.toThrow(new RegExp(`${damaged} of owner/model failed.*checksum [0-9a-f]+ in place of`, 's'));
    const left = await readdir(join(cache, 'snapshots', commit));
    expect(left).not.toContain(damaged);
    expect(left.filter((each) => each.endsWith('.incomplete'))).toEqual([]);
  });

  it('leaves the weights on the hub where a tokenizer is wanted, and gets them later', async () => {
    await serve((file) => file);
    const folder = await download('tokenizer');
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'vocab.txt']);
    await download();
    expect((await readdir(folder)).sort()).toEqual(Object.keys(files).sort());
  });
});
