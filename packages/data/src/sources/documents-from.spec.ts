import { from } from 'rxjs';

import type { Document } from './document-stream.js';
import { documentsFrom, type DocumentsFromOptions } from './documents-from.js';

async function read(source: Parameters<typeof documentsFrom>[0], options?: DocumentsFromOptions): Promise<Document[]> {
  const all: Document[] = [];
  for await (const document of documentsFrom(source, options)) all.push(document);
  return all;
}

async function* rows(...documents: unknown[]) {
  yield* documents as Document[];
}

describe('documentsFrom', () => {
  it('takes iterables and Observables, and keeps what a document knows besides', async () => {
    const documents = [
      { id: 'a', text: 'One.', meta: { language: 'en' } },
      { id: 'b', text: 'Two.' },
    ];
    await expect(read(rows(...documents))).resolves.toEqual(documents);
    await expect(read(from(documents))).resolves.toEqual(documents);
  });

  it('cuts long documents and leaves out empty ones', async () => {
    const source = rows({ id: 'a', text: 'aaa bbb' }, { id: 'b', text: ' ' });
    await expect(read(source, { maxDocumentLength: 4 })).resolves.toEqual([
      { id: 'a#0', text: 'aaa' },
      { id: 'a#1', text: 'bbb' },
    ]);
  });

  it('asks an iterable for no document before the last one is used', async () => {
    let made = 0;
    async function* counting() {
      for (; made < 5; ) yield { id: 'x', text: `text ${made++}` };
    }
    let used = 0;
    for await (const document of documentsFrom(counting())) {
      expect(document.text).toBe(`text ${used++}`);
      expect(made).toBe(used);
    }
    expect(used).toBe(5);
  });

  it('says which document is none', async () => {
    await expect(read(rows({ id: 'a', text: 'b' }, { id: 'c' }))).rejects.toThrow(/Document 2 \(c\).*no text/);
    await expect(read(rows({ text: 'b' }))).rejects.toThrow(/Document 1 of the source has no id/);
  });
});
