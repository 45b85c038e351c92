import { UserError } from '@electra-ts/config';
import sax from 'sax';
import wtf from 'wtf_wikipedia';

import { cutText } from './cut-text.js';
import type { RowOptions } from './json-rows.js';
import { rowTooLong } from './json-rows.js';
import type { TableRow } from './table-row.js';

/** Longest page in UTF-16 units: MediaWiki's own limit is 2 MiB of UTF-8 ($wgMaxArticleSize). */
const maxPageLength = 1 << 21;

/** Wikitext converted at a time, in UTF-16 units. */
const pieceLength = 1 << 14;

/** Elements inside of each other; a dump has five. */
const maxDepth = 32;

/**
 * The articles of a MediaWiki dump (`pages-articles.xml`) as plain text: pages of the main namespace that are no
 * redirects. Of wikitext, templates, tables, references, pictures and headings are left out. One page is in memory at
 * a time, besides those that one chunk ends.
 *
 * @throws {UserError} naming the line where the text is not XML, not a dump, or ends too early
 */
export async function* wikiRows(chunks: AsyncIterable<string>, options: Omit<RowOptions, 'textColumn'>): AsyncGenerator<TableRow> {
  const reader = new DumpReader(options.name, Math.min(options.maxRowLength, maxPageLength));
  for await (const chunk of chunks) {
    yield* reader.write(chunk);
  }
  reader.close();
}

interface Page {
  readonly line: number;
  title: string;
  namespace: string;
  isRedirect: boolean;
  parts: string[];
  length: number;
}

class DumpReader {
  private readonly parser = sax.parser(true);
  private readonly open: string[] = [];
  private failure: Error | undefined;
  private failureLine = 0;
  private page: Page | undefined;
  private finished: Page[] = [];
  private hasRoot = false;

  constructor(
    private readonly name: string,
    private readonly limit: number,
  ) {
    const { parser } = this;
    parser.onerror = (error) => this.fail(error);
    parser.onopentag = ({ name: tag }) => this.openTag(tag);
    parser.onclosetag = (tag) => this.closeTag(tag);
    parser.ontext = (text) => this.addText(text);
    parser.oncdata = (text) => this.addText(text);
  }

  *write(chunk: string): Generator<TableRow> {
    this.parser.write(chunk);
    this.check();
    const { finished } = this;
    this.finished = [];
    for (const page of finished) {
      if (page.namespace.trim() === '0' && !page.isRedirect) {
        yield this.rowOf(page);
      }
    }
  }

  close(): void {
    if (this.open.length > 0 || !this.hasRoot) {
      throw this.notDump('a file that ends too early');
    }
    this.parser.close();
    this.check();
  }

  private openTag(tag: string): void {
    if (!this.hasRoot && tag !== 'mediawiki') {
      this.fail(new Error(`<${tag.slice(0, 40)}>`));
    }
    this.hasRoot = true;
    this.open.push(tag);
    if (this.open.length > maxDepth) {
      this.fail(new Error(`more than ${maxDepth} elements inside of each other`));
    }
    if (tag === 'page') {
      this.page = { line: this.parser.line + 1, title: '', namespace: '', isRedirect: false, parts: [], length: 0 };
    } else if (tag === 'redirect' && this.page) {
      this.page.isRedirect = true;
    } else if (tag === 'text' && this.page) {
      // A dump with history has several revisions of a page, the newest last.
      Object.assign(this.page, { parts: [], length: 0 });
    }
  }

  private closeTag(tag: string): void {
    this.open.pop();
    if (tag === 'page' && this.page) {
      this.finished.push(this.page);
      this.page = undefined;
    }
  }

  private addText(text: string): void {
    const { page } = this;
    if (page === undefined) {
      return;
    }
    switch (this.open[this.open.length - 1]) {
      case 'title':
        page.title = (page.title + text).slice(0, 300);
        break;
      case 'ns':
        page.namespace = (page.namespace + text).slice(0, 20);
        break;
      case 'text':
        page.length += text.length;
        if (page.length > this.limit) {
          page.parts = [];
        } else {
          page.parts.push(text);
        }
    }
  }

  private rowOf({ line, title, parts, length }: Page): TableRow {
    const where = `${this.name}, line ${line}, page "${title}"`;
    if (length > this.limit) {
      return { error: rowTooLong(where, this.limit, 'Leave such pages out by --on-error skip (onError): MediaWiki itself takes no longer ones') };
    }
    try {
      return { text: plainText(parts.join('')) };
    } catch (cause) {
      const received = (cause as Error).message;
      return { error: new UserError({ what: `${where} cannot be read`, expected: 'wikitext', received }, { cause }) };
    }
  }

  /** The parser goes on to the end of the chunk, so the line is noted now. */
  private fail(error: Error): void {
    if (this.failure === undefined) {
      this.failure = error;
      this.failureLine = this.parser.line + 1;
    }
  }

  private check(): void {
    if (this.failure) {
      // The library adds lines with the place, which the error has anyway.
      throw this.notDump(this.failure.message.split('\n')[0], this.failure);
    }
  }

  private notDump(received: string, cause?: Error): UserError {
    return new UserError(
      {
        what: `${this.name}, line ${this.failureLine || this.parser.line + 1} is not a MediaWiki dump`,
        expected: 'XML, a <mediawiki> element with pages',
        received,
        remedy: 'Fetch the dump (pages-articles.xml) anew, or leave the file out',
      },
      { cause },
    );
  }
}

/**
 * The library needs time by the square of a text's length, so it gets a section at a time, and long ones in pieces. A
 * table longer than a piece leaves some of its cells behind.
 */
function plainText(wikitext: string): string {
  const pieces = wikitext.split(/\n(?===)/).flatMap((section) => cutText(section, pieceLength));
  const texts = pieces.map((piece) => wtf(piece).text().trim());
  return texts.filter((text) => text !== '').join('\n\n').replace(/\n{3,}/g, '\n\n');
}
