/** Kinds of input by the end of a file's name; `jsonl`, `csv`, `tsv` and `parquet` have rows with a text column; `xml` is a MediaWiki dump. */
export const inputKinds = ['txt', 'md', 'jsonl', 'csv', 'tsv', 'parquet', 'warc', 'wet', 'xml'] as const;

/** What a file holds. */
export type InputKind = (typeof inputKinds)[number];

/** How a file is compressed. */
export type Compression = 'none' | 'gz' | 'bz2' | 'zst';

/** What the end of a name, in small or capital letters, says about a file; the kind is undefined where it says none. */
export function inputKindOf(path: string): { readonly kind: InputKind | undefined; readonly compression: Compression } {
  const [, name, compression] = /^(.*?)(?:\.(gz|bz2|zst))?$/s.exec(path.toLowerCase()) ?? ['', ''];
  const kind = inputKinds.find((candidate) => name.endsWith(`.${candidate}`));
  return { kind, compression: (compression as Compression | undefined) ?? 'none' };
}
