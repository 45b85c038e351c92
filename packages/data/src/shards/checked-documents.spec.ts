import { UserError } from '@electra-ts/config';

import type { Document } from '../sources/document-stream.js';
import { checkedDocuments } from './checked-documents.js';

async function* stream(...documents: unknown[]) {
  yield* documents as Document[];
}

async function read(documents: AsyncIterable<Document>): Promise<Document[]> {
  const all: Document[] = [];
  for await (const document of documents) all.push(document);
  return all;
}

describe('checkedDocuments', () => {
  const good = { id: 'a', text: '' };

  it('passes documents on as they are', async () => {
    const [first, second] = [good, { id: 'b', text: 'two', source: 'books' }];
    const documents = await read(checkedDocuments(stream(first, second), 'documents'));
    expect([documents[0] === first, documents[1] === second, documents.length]).toEqual([true, true, 2]);
  });

  it.each([
    [null, 'received null'],
    [undefined, 'received nothing'],
    ['a text', 'received "a text"'],
    [{ text: 7 }, 'received {"text":7}'],
    [{ id: 'b', text: null }, '1 of documents, "b": expected an object { id, text } whose text is a string, received the text null'],
    [{ id: 'b' }, 'received the text nothing'],
  ])('says that %j is none', async (bad, message) => {
    const reading = read(checkedDocuments(stream(good, bad), 'documents'));
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow('prepare: document 1 of documents');
    await expect(reading).rejects.toThrow(message);
  });
});
