import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { UserError } from '@electra-ts/config';

import { documentStream } from './document-stream.js';
import { httpBytes } from './http-bytes.js';

describe('httpBytes', () => {
  let server: Server;
  let base: string;
  let sent = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const piece = Buffer.alloc(1 << 16, 'a ');
      switch (request.url) {
        case '/a.txt':
          response.end('One.\n\nTwo.');
          break;
        case '/rows.jsonl.gz?version=2':
          response.end(gzipSync('{"text": "One."}\n{"text": 2}'));
          break;
        case '/moved.txt':
          response.writeHead(302, { location: '/a.txt' }).end();
          break;
        case '/cut.txt':
          response.writeHead(200, { 'content-length': '100' });
          response.write('One.', () => response.destroy());
          break;
        case '/endless.txt': {
          const send = () => {
            while (!response.destroyed && response.write(piece)) sent += piece.length;
          };
          response.on('drain', send);
          send();
          break;
        }
        default:
          response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function read(...names: string[]): Promise<string[]> {
    const all: string[] = [];
    const paths = names.map((name) => base + name);
    for await (const { text } of documentStream(paths, { separator: 'blank-line' })) all.push(text);
    return all;
  }

  it('is read as files are, redirects and compression included', async () => {
    expect(await read('/a.txt', '/moved.txt')).toEqual(['One.', 'Two.', 'One.', 'Two.']);
    const rows = documentStream([`${base}/rows.jsonl.gz?version=2`]);
    await expect(rows.next()).resolves.toMatchObject({ value: { text: 'One.' } });
    await expect(rows.next()).rejects.toThrow(/rows\.jsonl\.gz\?version=2, line 2 has no text/);
  });

  it('makes the server wait for a slow consumer, and hangs up when it leaves', async () => {
    const bytes = httpBytes(`${base}/endless.txt`);
    await bytes.next();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const soFar = sent;
    await new Promise((resolve) => setTimeout(resolve, 200));
    // What fills the sockets' buffers, and no more.
    expect(sent).toBe(soFar);
    expect(soFar).toBeLessThan(32 << 20);
    await bytes.return(undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const open = await new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
    expect(open).toBeLessThanOrEqual(2);
  });

  it.each([
    ['/missing.txt', /Cannot fetch http:.*\/missing\.txt.*status 404/],
    ['/cut.txt', /Cannot fetch http:.*\/cut\.txt.*a whole file/],
    ['/page', /\/page is of an unknown kind.*--format/],
    ['/a.parquet', /a\.parquet cannot be read as parquet.*Save it to a file/],
  ])('says what is wrong with %s', async (name, message) => {
    const error = await read(name).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(message);
  });

  it('says that no server answers', async () => {
    await expect(httpBytes('http://127.0.0.1:1/a.txt').next()).rejects.toThrow(/Cannot fetch http:\/\/127\.0\.0\.1:1\/a\.txt/);
  });
});
