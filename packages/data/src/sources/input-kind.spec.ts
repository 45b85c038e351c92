import { inputKindOf } from './input-kind.js';

describe('inputKindOf', () => {
  it.each([
    ['a/b.txt', 'txt', 'none'],
    ['B.MD.GZ', 'md', 'gz'],
    ['rows.jsonl.zst', 'jsonl', 'zst'],
    ['dump.txt.bz2', 'txt', 'bz2'],
    ['CC-MAIN-1.warc.wet.gz', 'wet', 'gz'],
    ['enwiki-pages-articles.xml.bz2', 'xml', 'bz2'],
    ['rows.csv', 'csv', 'none'],
    ['rows.v1.tsv.gz', 'tsv', 'gz'],
    ['rows.parquet', 'parquet', 'none'],
    ['paper.pdf', undefined, 'none'],
    ['paper.gz', undefined, 'gz'],
    ['-', undefined, 'none'],
  ])('knows %s', (path, kind, compression) => {
    expect(inputKindOf(path)).toEqual({ kind, compression });
  });
});
