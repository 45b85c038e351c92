import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { webPage } from './web-page.js';

const html = '<p>Zürich</p>';

/** A response with these header fields. */
function response(fields: readonly string[], body: string | Uint8Array, status = 'HTTP/1.1 200 OK'): Buffer {
  return Buffer.concat([Buffer.from(`${[status, ...fields].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

function read(bytes: Buffer, maxRowLength = 1000): string | undefined {
  const row = webPage(bytes, { where: 'record 1', maxRowLength });
  return row && ('error' in row ? `error: ${row.error.message}` : row.text);
}

describe('webPage', () => {
  it.each<[string, readonly string[], string | Uint8Array]>([
    ['as it is', [], html],
    ['gzip', ['Content-Encoding: gzip'], gzipSync(html)],
    ['deflate', ['content-encoding: deflate'], deflateSync(html)],
    ['deflate without the format around it', ['content-encoding: deflate'], deflateRawSync(html)],
    ['br', ['Content-Encoding: br'], brotliCompressSync(html)],
    ['chunked', ['Transfer-Encoding: chunked'], '4;x=1\r\n<p>Z\r\nA\r\nürich</p>\r\n0\r\n\r\n'.replace('A', 'a')],
    ['said to be chunked', ['Transfer-Encoding: chunked'], html],
  ])('reads a body sent %s', (_, fields, body) => {
    expect(read(response(['Content-Type: text/html; charset=utf-8', ...fields], body))).toBe('Zürich');
  });

  it.each<[string, string, Uint8Array]>([
    ['the header', 'text/html; charset="iso-8859-1"', Buffer.from(html, 'latin1')],
    ['the page', 'text/html', Buffer.from(`<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">${html}`, 'latin1')],
    ['its mark', 'text/html; charset=latin1', Buffer.from(`\uFEFF${html}`)],
    ['nothing: UTF-8', 'application/xhtml+xml', Buffer.from(html)],
    ['nonsense: UTF-8', 'text/html; charset=klingon', Buffer.from(html)],
  ])('knows the encoding by %s', (_, type, body) => {
    expect(read(response([`Content-Type: ${type}`], body))).toBe('Zürich');
  });

  it('shows what breaks the encoding as U+FFFD, as browsers do', () => {
    expect(read(response(['Content-Type: text/html'], Buffer.of(0x61, 0xff, 0x62)))).toBe('a\uFFFDb');
    expect(read(response(['Content-Type: text/plain'], 'a\0<b>'))).toBe('a\uFFFD<b>');
  });

  it.each<[string, Buffer]>([
    ['an error', response(['Content-Type: text/html'], html, 'HTTP/1.1 404 Not Found')],
    ['a redirection', response(['Content-Type: text/html'], html, 'HTTP/1.0 301')],
    ['an image', response(['Content-Type: image/svg+xml'], html)],
    ['no type', response([], html)],
    ['no response', Buffer.from('20260101000000\ndns:a.example')],
    ['nothing', Buffer.alloc(0)],
  ])('passes over %s', (_, bytes) => {
    expect(read(bytes)).toBeUndefined();
  });

  it.each<[string, Buffer, RegExp]>([
    ['a bomb', response(['Content-Type: text/html', 'Content-Encoding: gzip'], gzipSync(Buffer.alloc(1 << 20))), /record 1.*at most 1000 characters/s],
    ['a cut body', response(['Content-Type: text/html', 'Content-Encoding: gzip'], gzipSync(html).subarray(0, -9)), /record 1 is not a response that can be read/],
    ['an unknown encoding', response(['Content-Type: text/html', 'Content-Encoding: zstd'], html), /the content encoding "zstd"/],
    ['a cut chunk', response(['Content-Type: text/html', 'Transfer-Encoding: chunked'], 'ff\r\n<p>'), /a chunk that ends too early/],
    ['a chunk without a size', response(['Content-Type: text/html', 'Transfer-Encoding: chunked'], '3\r\n<p>\r\nx\r\n'), /a chunk without a size/],
    ['a long page', response(['Content-Type: text/html'], 'a'.repeat(1001)), /at most 1000/],
    ['deep elements', response(['Content-Type: text/html'], '<b>'.repeat(2000)), /elements inside of one another/],
  ])('says what is wrong with %s', (_, bytes, message) => {
    expect(read(bytes, message.source.includes('inside') ? 1e6 : 1000)).toMatch(message);
  });

  it('answers to whatever bytes', () => {
    const bases = [gzipSync(html), Buffer.from('5\r\n<p>ab\r\n0\r\n\r\n'), brotliCompressSync(html)];
    const fields = ['Content-Encoding: gzip', 'Transfer-Encoding: chunked', 'Content-Encoding: br'];
    fc.assert(
      fc.property(fc.nat(2), fc.nat(1000), fc.nat(255), (which, at, byte) => {
        const bytes = response(['Content-Type: text/html', fields[which]], bases[which]);
        bytes[at % bytes.length] = byte;
        expect(['string', 'undefined']).toContain(typeof read(bytes));
      }),
      { numRuns: 500 },
    );
  });
});
