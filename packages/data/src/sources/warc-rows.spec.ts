import { warcRows } from './warc-rows.js';

/** A record as section 4 of ISO 28500 (WARC 1.0) writes it. */
function record(type: string, content: string | Uint8Array, contentType = 'text/plain', length = Buffer.byteLength(content)): Buffer {
  const headers = ['WARC/1.0', `WARC-Type: ${type}`, 'WARC-Target-URI: http://a.example/', `Content-Type: ${contentType}`, `Content-Length: ${length}`];
  return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n\r\n')]);
}

async function read(bytes: Uint8Array, size = 1 << 16, maxRowLength = 1 << 20): Promise<string[]> {
  async function* pieces() {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  }
  const all: string[] = [];
  for await (const row of warcRows(pieces(), { name: 'a.wet', maxRowLength })) {
    all.push('error' in row ? row.error.message : row.text);
  }
  return all;
}

describe('warcRows', () => {
  const info = record('warcinfo', 'software: test\r\n', 'application/warc-fields');

  it('gives the plain texts, whatever the pieces, and passes over the rest', async () => {
    const page = record('response', 'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\0', 'application/http; msgtype=response');
    const bytes = Buffer.concat([info, record('conversion', 'Züge\n\nWARC/1.0\r\n\r\nend'), page, record('resource', 'two'), record('resource', 'x', 'image/png'), record('conversion', '')]);
    for (const size of [1, 7, 1 << 16]) {
      expect(await read(bytes, size)).toEqual(['Züge\n\nWARC/1.0\r\n\r\nend', 'two', '']);
    }
  });

  it('reads records across the pieces that the parser gets', async () => {
    const texts = Array.from({ length: 400 }, (_, i) => 'ab\r\n'.repeat((i * 37) % 500) + i);
    expect(await read(Buffer.concat([info, ...texts.map((text) => record('conversion', text))]))).toEqual(texts);
  });

  it('gives the texts of pages, and says which are too long', async () => {
    const response = (body: string, type = 'text/html') =>
      record('response', `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n${body}`, 'application/http; msgtype=response');
    const long = response(`<p>${'a'.repeat(100_000)}`);
    const longImage = response('a'.repeat(100_000), 'image/png');
    const bytes = Buffer.concat([info, response('<h1>One</h1><p>two'), longImage, long, record('resource', '<p>three', 'text/html'), response('four', 'text/plain')]);
    for (const size of [13, 1 << 16]) {
      expect(await read(bytes, size, 1000)).toEqual(['One\n\ntwo', expect.stringMatching(/a\.wet, record 4.*at most 1000/), 'three', 'four']);
    }
  });

  it('names the record that is too long or not UTF-8, and reads on', async () => {
    const bytes = Buffer.concat([info, record('conversion', 'a'.repeat(200_000)), record('conversion', Uint8Array.of(0xff)), record('conversion', 'end')]);
    expect(await read(bytes, 1000, 100)).toEqual([
      expect.stringMatching(/a\.wet, record 2.*at most 100 characters/),
      expect.stringMatching(/a\.wet, record 3 is not UTF-8/),
      'end',
    ]);
  });

  it.each([
    ['cut', record('conversion', 'some text').subarray(0, -9), /a\.wet, record 1 is not WARC.*ends too early: 4 bytes of 9/],
    ['text', Buffer.from('some text\r\n\r\nmore'), /a\.wet, record 1 is not WARC.*received "some text"/],
    ['no length', record('conversion', 'a', 'text/plain', NaN), /record 1 is not WARC.*content length "NaN"/],
    ['no end', Buffer.alloc(3 << 20, 'WARC/1.0\r\na: b\r\n'), /record 1 is not WARC.*headers without an end/],
    ['empty lines first', Buffer.concat([Buffer.from('\r\n\r\n'), info]), /record 1 is not WARC.*an empty line/],
    ['no pages', record('response', 'HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n<hr>'), /a\.wet has no text.*1 responses, none/],
    ['empty', Buffer.alloc(0), /has no text.*other records/],
  ])('says what is wrong with %s', async (_, bytes, message) => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    await expect(read(bytes)).rejects.toThrow(message);
    warn.mockRestore();
  });
});
