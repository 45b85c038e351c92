import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { readJson } from './read-json.js';

describe('readJson', () => {
  const request = (chunks: readonly (string | Uint8Array)[], headers: Record<string, string> = {}) =>
    Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), { headers: { 'content-type': 'application/json', ...headers } }) as unknown as IncomingMessage;

  it('is the value that the body holds, however it is cut', async () => {
    expect(await readJson(request(['{"te', 'xt": "gr\u00fcn"}']), 100)).toEqual({ text: 'gr\u00fcn' });
    expect(await readJson(request(['1'], { 'content-type': 'Application/JSON; charset=utf-8' }), 100)).toBe(1);
  });

  it('refuses what is not declared as JSON', async () => {
    await expect(readJson(request(['1'], { 'content-type': 'text/plain' }), 100)).rejects.toMatchObject({ status: 415 });
    await expect(readJson(request(['1'], { 'content-type': 'application/jsonl' }), 100)).rejects.toMatchObject({ status: 415 });
  });

  it('refuses a body that is too large, announced or not, and takes one of just that size', async () => {
    expect(await readJson(request(['"12345678"']), 10)).toBe('12345678');
    await expect(readJson(request(['"123456', '789"']), 10)).rejects.toMatchObject({ status: 413, headers: { connection: 'close' } });
    await expect(readJson(request(['1'], { 'content-length': '11' }), 10)).rejects.toMatchObject({ status: 413 });
  });

  it('refuses what is no JSON, or no UTF-8', async () => {
    await expect(readJson(request(['{']), 100)).rejects.toMatchObject({ status: 400 });
    await expect(readJson(request([Uint8Array.of(0x22, 0xe9, 0x22)]), 100)).rejects.toMatchObject({ status: 400 });
  });
});
