import type { Document } from '../sources/document-stream.js';
import type { Example } from '../examples/example-builder.js';

/** What came from one source; of `packed` examples, before the last ones of its documents are joined with others'. */
export interface SourceCount {
  readonly documents: number;
  /** UTF-16 units of text. */
  readonly characters: number;
  readonly examples: number;
  /** Tokens in examples, special tokens included. */
  readonly tokens: number;
}

/** Counts documents, and what they became, by the `source` that they name; those that name none are not counted. */
export class SourceCounts {
  private readonly counts: Map<string, SourceCount>;

  /** @param state where another one stopped */
  constructor(state: readonly (readonly [string, SourceCount])[] = []) {
    this.counts = new Map(state);
  }

  /** What it takes to go on from here. */
  get state(): readonly (readonly [string, SourceCount])[] {
    return [...this.counts];
  }

  add({ source, text }: Document, examples: readonly Example[]): void {
    if (source === undefined) {
      return;
    }
    const before = this.counts.get(source) ?? { documents: 0, characters: 0, examples: 0, tokens: 0 };
    this.counts.set(source, {
      documents: before.documents + 1,
      characters: before.characters + text.length,
      examples: before.examples + examples.length,
      tokens: examples.reduce((sum, { ids }) => sum + ids.length, before.tokens),
    });
  }

  /** In the order in which sources came up; undefined where no document named one. */
  finish(): ({ readonly name: string } & SourceCount)[] | undefined {
    return this.counts.size === 0 ? undefined : [...this.counts].map(([name, count]) => ({ name, ...count }));
  }
}
