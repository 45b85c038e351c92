import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { hubServer, type HubServer } from './hub-server.fixture.js';
import { pretrainedFolder } from './pretrained-folder.js';
import { readSafetensors } from './read-safetensors.js';
import { writeSafetensors } from './write-safetensors.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const name = 'some-owner/tiny.electra';
const bias = 'electra.embeddings.LayerNorm.bias';

describe('pretrainedFolder', () => {
  let cacheDir: string;
  let server: HubServer;
  let files: Record<string, Buffer>;
  const downloads = () => server.requests.filter((request) => request.includes('/resolve/'));

  beforeEach(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'hub-'));
    const weights = join(cacheDir, 'weights');
    await writeSafetensors(weights, { [bias]: { shape: [1], dtype: 'float32', data: Float32Array.of(4) } });
    files = {
      'config.json': Buffer.from('{"vocab_size": 8}'),
      'tokenizer.json': Buffer.from('{}'),
      'vocab.txt': Buffer.from('[PAD]\n'),
      'model.safetensors': await readFile(weights),
    };
    await rm(weights);
  });

  afterEach(async () => {
    await server.close();
    await rm(cacheDir, { recursive: true });
  });

  it('downloads what a model needs, once', async () => {
    const others = { 'pytorch_model.bin': 'x', 'tf_model.h5': 'x', 'onnx/config.json': '{}', 'README.md': 'x' };
    const extra = Object.entries(others).map(([path, text]) => [path, Buffer.from(text)] as const);
    server = await hubServer(name, commit, { ...files, ...Object.fromEntries(extra) });
    const hub = { hubUrl: `${server.url}/`, cacheDir };
    const folder = await pretrainedFolder(name, hub);
    expect(folder).toBe(join(cacheDir, 'models--some-owner--tiny.electra', 'snapshots', commit));
    expect((await readdir(folder)).sort()).toEqual(Object.keys(files).sort());
    for (const [path, content] of Object.entries(files)) {
      expect(await readFile(join(folder, path))).toEqual(content);
    }
    const asked = downloads().length;
    const weights = await readSafetensors(join(await pretrainedFolder(name, hub), 'model.safetensors'));
    expect([...weights[bias].data]).toEqual([4]);
    expect(downloads()).toHaveLength(asked);
  });

  it("takes torch's weights where there are no others", async () => {
    const { 'config.json': config } = files;
    server = await hubServer(name, commit, { 'config.json': config, 'pytorch_model.bin': Buffer.from('x') });
    const folder = await pretrainedFolder(name, { hubUrl: server.url, cacheDir });
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'pytorch_model.bin']);
  });

  it('asks the hub of HF_ENDPOINT, by the fetch that it is given', async () => {
    server = await hubServer(name, commit, files);
    const asked: string[] = [];
    const counting: typeof fetch = (input, init) => {
      asked.push(String(input));
      return fetch(input, init);
    };
    const before = process.env['HF_ENDPOINT'];
    process.env['HF_ENDPOINT'] = server.url;
    try {
      await pretrainedFolder(name, { cacheDir, fetch: counting });
    } finally {
      if (before === undefined) delete process.env['HF_ENDPOINT'];
      else process.env['HF_ENDPOINT'] = before;
    }
    expect(asked).toHaveLength(server.requests.length);
    expect(asked.every((url) => url.startsWith(server.url))).toBe(true);
  });

  it('takes the cache where the hub is out of reach', async () => {
    server = await hubServer(name, commit, files);
    const hub = { hubUrl: server.url, cacheDir };
    const folder = await pretrainedFolder(name, hub);
    await server.close();
    expect(await pretrainedFolder(name, hub)).toBe(folder);
    const elsewhere = pretrainedFolder('some-owner/other', hub);
    await expect(elsewhere).rejects.toThrow(UserError);
    await expect(elsewhere).rejects.toThrow(/no model some-owner\/other.*main: fetch failed.*ECONNREFUSED.*HF_ENDPOINT/);
  });

  it('takes the cache where the hub fails, but not where it says that there is no such model', async () => {
    server = await hubServer(name, commit, files);
    const hub = { hubUrl: server.url, cacheDir };
    const folder = await pretrainedFolder(name, hub);
    const answer = (status: number) => pretrainedFolder(name, { ...hub, fetch: async () => new Response('', { status }) });
    expect(await answer(503)).toBe(folder);
    await expect(answer(404)).rejects.toThrow(UserError);
  });

  it('says what the hub says of a model that is not there', async () => {
    server = await hubServer(name, commit, files);
    const loading = pretrainedFolder('some-owner/other', { hubUrl: server.url, cacheDir });
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(/neither a folder.*Repository not found/);
  });

  it('leaves no part of a file behind, and goes on with the next call', async () => {
    const listed = Object.entries(files).map(([path, { length }]) => ({ path, size: length }));
    const longer = listed.map((file) => (file.path === 'model.safetensors' ? { ...file, size: file.size + 1 } : file));
    server = await hubServer(name, commit, files, longer);
    const loading = pretrainedFolder(name, { hubUrl: server.url, cacheDir });
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(/model\.safetensors of some-owner.*failed: .*received \d+ bytes of \d+/);
    await server.close();
    server = await hubServer(name, commit, files);
    const folder = await pretrainedFolder(name, { hubUrl: server.url, cacheDir });
    expect((await readdir(folder)).sort()).toEqual(Object.keys(files).sort());
    expect(downloads().every((request) => request.endsWith('model.safetensors'))).toBe(true);
  });

  it('writes nowhere but into the cache, whatever the hub lists or names', async () => {
    const outside = { path: '../../../../stolen.json', size: 2 };
    server = await hubServer(name, commit, files, [{ path: 'config.json', size: 17 }, outside]);
    const folder = await pretrainedFolder(name, { hubUrl: server.url, cacheDir });
    expect(await readdir(folder)).toEqual(['config.json']);
    await server.close();
    server = await hubServer(name, '../../..', files);
    await expect(pretrainedFolder(name, { hubUrl: server.url, cacheDir })).rejects.toThrow(/in place of a commit's id/);
  });

  it('leaves folders and paths alone', async () => {
    server = await hubServer(name, commit, files);
    const hub = { hubUrl: server.url, cacheDir };
    for (const path of [cacheDir, './some/where', '/not/there', 'a/b/c', 'name', '../up']) {
      expect(await pretrainedFolder(path, hub)).toBe(path);
    }
    expect(server.requests).toEqual([]);
  });
});
