import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

import { UserError } from '@electra-ts/config';

import { htmlText } from './html-text.js';
import { rowTooLong } from './json-rows.js';
import type { TableRow } from './table-row.js';

/** Where a page comes from, as errors call it, and how long it may be. */
export interface WebPageOptions {
  readonly where: string;
  /** Bytes of the page, decompressed. */
  readonly maxRowLength: number;
}

/**
 * The text of an HTTP response (RFC 9112) as an archive keeps it: status line, header fields, an empty line and a body.
 *
 * @returns undefined for what is no page: redirections, errors, and other types than HTML and plain text
 */
export function webPage(response: Buffer, options: WebPageOptions): TableRow | undefined {
  const { where, maxRowLength } = options;
  const end = response.indexOf('\r\n\r\n');
  const [status, ...fields] = response.toString('latin1', 0, Math.max(0, end)).split('\r\n');
  if (end < 0 || !/^HTTP\/\d(?:\.\d)? 2\d\d(?: |$)/.test(status)) {
    return undefined;
  }
  const field = (name: string) => {
    const found = fields.find((line) => line.slice(0, name.length + 1).toLowerCase() === `${name}:`);
    return found?.slice(name.length + 1).trim() ?? '';
  };
  const type = field('content-type');
  if (!isPageType(type)) {
    return undefined;
  }
  try {
    const chunked = /\bchunked\b/i.test(field('transfer-encoding'));
    const sent = response.subarray(end + 4);
    const body = decoded(chunked ? unchunked(sent) : sent, field('content-encoding').toLowerCase(), maxRowLength);
    return body.length > maxRowLength ? { error: rowTooLong(where, maxRowLength) } : pageText(body, type, where);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      return { error: rowTooLong(where, maxRowLength) };
    }
    const received = (cause as Error).message;
    return { error: new UserError({ what: `${where} is not a response that can be read`, expected: 'a body as its headers say', received }, { cause }) };
  }
}

/** Whether bytes of a content type hold a page: HTML, XHTML or plain text. */
export function isPageType(type: string): boolean {
  return /^(?:text\/html|application\/xhtml\+xml|text\/plain)\b/i.test(type);
}

/**
 * The text of a page's bytes. As browsers do, what breaks the encoding is shown as U+FFFD instead of being an error.
 *
 * @param type content type, which may name the encoding
 */
export function pageText(body: Buffer, type: string, where: string): TableRow {
  const isPlain = /^text\/plain\b/i.test(type);
  const text = decoderFor(body, type, isPlain).decode(body).replaceAll('\0', '\uFFFD');
  if (isPlain) {
    return { text };
  }
  try {
    return { text: htmlText(text, where) };
  } catch (error) {
    if (error instanceof UserError) {
      return { error };
    }
    throw error;
  }
}

/** Encoding by mark, by header, by the page's own word in its first KiB, else UTF-8 (HTML Standard, section 13.2.3, but for guesses). */
function decoderFor(body: Buffer, type: string, isPlain: boolean): InstanceType<typeof TextDecoder> {
  const own = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)/i;
  const isMarked = body.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf));
  const label = isMarked
    ? undefined
    : (/charset\s*=\s*"?([\w-]+)/i.exec(type) ?? (isPlain ? null : own.exec(body.toString('latin1', 0, 1024))))?.[1];
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

function decoded(body: Buffer, encoding: string, maxOutputLength: number): Buffer {
  switch (encoding) {
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body, { maxOutputLength });
    case 'deflate':
      // RFC 9110, section 8.4.1.2: some send the data without the zlib format around them.
      return (body[0] & 0x0f) === 8 ? inflateSync(body, { maxOutputLength }) : inflateRawSync(body, { maxOutputLength });
    case 'br':
      return brotliDecompressSync(body, { maxOutputLength });
    default:
      throw new Error(`the content encoding ${JSON.stringify(encoding.slice(0, 40))}`);
  }
}

/** RFC 9112, section 7.1. Some archives keep the header field but not the chunks: then the body stands as it is. */
function unchunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let place = 0; ; ) {
    const end = body.indexOf('\r\n', place);
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;|$)/i.exec(body.toString('latin1', place, Math.min(end, place + 64)))?.[1];
    if (end < 0 || size === undefined) {
      if (place === 0) return body;
      throw new Error('a chunk without a size');
    }
    const length = Number.parseInt(size, 16);
    if (length === 0) {
      return Buffer.concat(chunks);
    }
    const start = end + 2;
    if (start + length > body.length) {
      throw new Error('a chunk that ends too early');
    }
    chunks.push(body.subarray(start, start + length));
    place = start + length + 2;
  }
}
