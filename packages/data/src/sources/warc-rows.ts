import { isUtf8 } from 'node:buffer';

import { UserError } from '@electra-ts/config';
import { AsyncIterReader, WARCParser, type WARCRecord } from 'warcio';

import type { RowOptions } from './json-rows.js';
import { rowTooLong } from './json-rows.js';
import type { TableRow } from './table-row.js';

/** Bytes that a record's headers, and the chunks around it, may need besides its content. */
const slack = 1 << 20;

/** Bytes given to the parser at a time; it misses ends of headers that very small pieces divide. */
const pieceBytes = 1 << 16;

/**
 * The plain texts in a web archive (ISO 28500): the `conversion` records of a .wet file, and `resource` records of type
 * text/plain. Pages themselves (`response`), which are HTML, are passed over. One record is in memory at a time.
 *
 * @throws {UserError} naming the record, counted from 1, where the bytes are not WARC or end too early, and for an
 *   archive that has pages but no plain text
 */
export async function* warcRows(bytes: AsyncIterable<Uint8Array>, options: Omit<RowOptions, 'textColumn'>): AsyncGenerator<TableRow> {
  const { name, maxRowLength } = options;
  const budget = new Budget(bytes, (record) => notWarc(`${name}, record ${record}`, 'headers without an end'));
  const pieces = budget.pieces();
  const reader = new AsyncIterReader(pieces, null);
  const parser = new WARCParser(reader, { parseHttp: false });
  let texts = 0;
  let pages = 0;
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
      const isText = holdsText(record);
      const isLong = length > maxRowLength;
      const content = await readContent(record, length, isText && !isLong, where);
      texts += isText ? 1 : 0;
      pages += record.warcType === 'response' ? 1 : 0;
      if (isText) {
        yield isLong ? { error: rowTooLong(where, maxRowLength) } : textRow(content, where);
      }
    }
  } finally {
    await pieces.return(undefined);
  }
  if (texts === 0) {
    throw new UserError({
      what: `${name} has no plain text`,
      expected: 'conversion records, as in .wet files, or resources of type text/plain',
      received: pages > 0 ? `${pages} web pages, whose HTML is not converted` : 'other records',
      remedy: 'Use the .wet file that belongs to the archive, or extract the text of the pages first',
    });
  }
}

function holdsText({ warcType, warcContentType }: WARCRecord): boolean {
  const isPlain = /^text\/plain\b/i.test(warcContentType ?? '');
  return warcType === 'conversion' || (warcType === 'resource' && isPlain);
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
async function readContent(record: WARCRecord, length: number, isWanted: boolean, where: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of record.reader) {
    received += chunk.length;
    if (isWanted) {
      chunks.push(chunk);
    }
  }
  if (received < length) {
    throw notWarc(where, `a file that ends too early: ${received} bytes of ${length}`);
  }
  return Buffer.concat(chunks);
}

function textRow(content: Buffer, where: string): TableRow {
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
