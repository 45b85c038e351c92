import { isUtf8 } from 'node:buffer';

import { UserError } from '@electra-ts/config';
import { AsyncIterReader, WARCParser, type WARCRecord } from 'warcio';

import type { RowOptions } from './json-rows.js';
import { rowTooLong } from './json-rows.js';
import type { TableRow } from './table-row.js';
import { isPageType, pageText, webPage, type WebPageOptions } from './web-page.js';

/** Bytes that a record's headers, and the chunks around it, may need besides its content. */
const slack = 1 << 20;

/** Bytes given to the parser at a time; it misses ends of headers that very small pieces divide. */
const pieceBytes = 1 << 16;

/** Of a response that is too long, so much is kept to see whether it is a page. */
const headBytes = 1 << 16;

/**
 * The texts in a web archive (ISO 28500): the `conversion` records of a .wet file, which are plain text, and `response`
 * and `resource` records that hold HTML or plain text (`webPage`). One record is in memory at a time.
 *
 * @throws {UserError} naming the record, counted from 1, where the bytes are not WARC or end too early, and for an
 *   archive that has no text
 */
export async function* warcRows(bytes: AsyncIterable<Uint8Array>, options: Omit<RowOptions, 'textColumn'>): AsyncGenerator<TableRow> {
  const { name, maxRowLength } = options;
  const budget = new Budget(bytes, (record) => notWarc(`${name}, record ${record}`, 'headers without an end'));
  const pieces = budget.pieces();
  const reader = new AsyncIterReader(pieces, null);
  const parser = new WARCParser(reader, { parseHttp: false });
  let texts = 0;
  let responses = 0;
  try {
    for (budget.record = 1; ; budget.record++) {
      budget.allow(slack);
      const where = `${name}, record ${budget.record}`;
      const record = await parser.parse();
      if (record === null) {
        // To the parser an empty line where a record should begin is the end.
        if ((await reader.readlineRaw(slack)) !== null) {
          throw notWarc(where, 'an empty line');
        }
        break;
      }
      const length = contentLength(record, where);
      budget.allow(length + slack);
      const isLong = length > maxRowLength;
      const mayHold = mayHoldText(record);
      const content = await readContent(record, length, mayHold ? (isLong ? headBytes : length) : 0, where);
      const row = mayHold ? textRow(record, content, { where, maxRowLength }) : undefined;
      responses += record.warcType === 'response' ? 1 : 0;
      if (row !== undefined) {
        texts++;
        yield isLong ? { error: rowTooLong(where, maxRowLength) } : row;
      }
    }
  } finally {
    await pieces.return(undefined);
  }
  if (texts === 0) {
    throw new UserError({
      what: `${name} has no text`,
      expected: 'conversion records, as in .wet files, or pages of HTML or plain text',
      received: responses > 0 ? `${responses} responses, none of them such a page` : 'other records',
      remedy: 'Check the file, or leave it out',
    });
  }
}

function mayHoldText({ warcType, warcContentType }: WARCRecord): boolean {
  return warcType === 'conversion' || warcType === 'response' || (warcType === 'resource' && isPageType(warcContentType ?? ''));
}

/** The text of a record; undefined for a response that is no page. */
function textRow({ warcType, warcContentType }: WARCRecord, content: Buffer, options: WebPageOptions): TableRow | undefined {
  if (warcType === 'response') {
    return webPage(content, options);
  }
  const isPlain = warcType === 'conversion' || /^text\/plain\b/i.test(warcContentType ?? '');
  return isPlain ? plainRow(content, options.where) : pageText(content, warcContentType ?? '', options.where);
}

function contentLength({ warcHeaders }: WARCRecord, where: string): number {
  const length = warcHeaders.headers.get('Content-Length') ?? '';
  if (!warcHeaders.statusline.startsWith('WARC/')) {
    throw notWarc(where, JSON.stringify(warcHeaders.statusline.slice(0, 40)));
  }
  if (!/^\d{1,15}$/.test(length)) {
    throw notWarc(where, `the content length ${JSON.stringify(length.slice(0, 40))}`);
  }
  return Number(length);
}

/** All of a record is read here: where bytes are missing, the parser's own way to the next record would wait forever. */
async function readContent(record: WARCRecord, length: number, wanted: number, where: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of record.reader) {
    if (received < wanted) {
      chunks.push(chunk);
    }
    received += chunk.length;
  }
  if (received < length) {
    throw notWarc(where, `a file that ends too early: ${received} bytes of ${length}`);
  }
  return Buffer.concat(chunks);
}

function plainRow(content: Buffer, where: string): TableRow {
  if (!isUtf8(content) || content.includes(0)) {
    const received = isUtf8(content) ? 'a NUL byte' : 'other bytes';
    return { error: new UserError({ what: `${where} is not UTF-8 text`, expected: 'UTF-8', received }) };
  }
  return { text: content.toString('utf8') };
}

function notWarc(where: string, received: string): UserError {
  return new UserError({
    what: `${where} is not WARC`,
    expected: 'a line WARC/1.0 or WARC/1.1, headers with a content length, an empty line, and that many bytes',
    received,
    remedy: 'Fetch the file anew, or leave it out',
  });
}

/** Passes bytes on in pieces of one size, as many as a record may have: the parser itself would look for its end in all of a file. */
class Budget {
  record = 1;
  private left = 0;

  constructor(
    private readonly source: AsyncIterable<Uint8Array>,
    private readonly onExceeded: (record: number) => Error,
  ) {}

  allow(bytes: number): void {
    this.left = bytes;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    let rest = Buffer.alloc(0);
    for await (const bytes of this.source) {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= pieceBytes) {
        yield this.spend(rest.subarray(0, pieceBytes));
        rest = rest.subarray(pieceBytes);
      }
    }
    if (rest.length > 0) {
      yield this.spend(rest);
    }
  }

  private spend(piece: Uint8Array): Uint8Array {
    this.left -= piece.length;
    if (this.left < 0) {
      throw this.onExceeded(this.record);
    }
    return piece;
  }
}
