import { UserError } from '@electra-ts/config';

import type { Document } from './document-stream.js';

/** One of the sources that are mixed. */
export interface MixtureSource {
  /** Unlike the others'; documents carry it as their `source`. */
  readonly name: string;
  /** Its documents from the first one on; called again for each pass. */
  readonly open: () => AsyncIterable<Document>;
  /** In proportion to the others'; above 0. Default 1. */
  readonly weight?: number;
}

/** See `mixDocuments`. */
export interface MixtureOptions {
  /** Shares are in proportion to weight^(1 / temperature): 1 (default) keeps the weights, larger ones even them out. */
  readonly temperature?: number;
  /**
   * What happens when a source ends. `stop` (default): the mixture ends with the first one that does, so that nothing
   * comes twice. `repeat`: it begins anew, until each source has been read to its end once.
   */
  readonly whenExhausted?: 'stop' | 'repeat';
}

interface State {
  readonly source: MixtureSource;
  readonly share: number;
  /** UTF-16 units so far. */
  characters: number;
  /** Of this pass. */
  documents: number;
  iterator: AsyncIterator<Document> | undefined;
  isRead: boolean;
}

/**
 * Documents of several sources in stated shares of the text, in UTF-16 units: the next document is always taken from the
 * source that is furthest behind its share, the earlier one where two are. Nothing is drawn, so the mixture depends on
 * the sources and weights alone, and at every point each share is right but for the length of a document. A document is
 * asked for when the consumer wants one; no source is read ahead.
 *
 * The temperature is that of multilingual BERT's and mT5's sampling, whose exponent is its inverse (Xue et al., 2021, section 3.2).
 *
 * @throws {UserError} for names that are alike, a weight or a temperature that is not above 0, and a source without documents
 */
export async function* mixDocuments(
  sources: readonly MixtureSource[],
  options: MixtureOptions = {},
): AsyncGenerator<Document> {
  const { whenExhausted = 'stop' } = options;
  const states = statesOf(sources, options.temperature ?? 1);
  try {
    for (;;) {
      const state = furthestBehind(states);
      state.iterator ??= state.source.open()[Symbol.asyncIterator]();
      const { done, value } = await state.iterator.next();
      if (done !== true) {
        state.documents++;
        // The least step keeps a source of empty documents from being asked forever.
        state.characters += Math.max(1, value.text.length);
        yield { ...value, source: state.source.name };
        continue;
      }
      if (state.documents === 0) {
        throw new UserError({
          what: `The source ${state.source.name} of a mixture has no documents`,
          expected: 'at least one',
          remedy: 'Leave it out, or check what is read and cleaned',
        });
      }
      Object.assign(state, { isRead: true, iterator: undefined, documents: 0 });
      if (whenExhausted === 'stop' || states.every(({ isRead }) => isRead)) {
        return;
      }
    }
  } finally {
    await Promise.all(states.map(({ iterator }) => iterator?.return?.()));
  }
}

function furthestBehind(states: readonly State[]): State {
  return states.reduce((first, state) =>
    state.characters / state.share < first.characters / first.share ? state : first,
  );
}

function statesOf(sources: readonly MixtureSource[], temperature: number): State[] {
  const names = sources.map(({ name }) => name);
  if (names.length === 0 || new Set(names).size < names.length) {
    throw new UserError({
      what: 'The sources of a mixture',
      expected: 'at least one, and a name of its own for each',
      received: names.length === 0 ? 'none' : names.join(', '),
    });
  }
  checkPositive('The temperature of a mixture', temperature);
  const largest = Math.max(...sources.map(({ weight = 1 }) => weight));
  return sources.map((source) => {
    const { name, weight = 1 } = source;
    checkPositive(`The weight of the source ${name}`, weight);
    // Relative to the largest, so that no power overflows.
    const share = Math.max(Number.MIN_VALUE, (weight / largest) ** (1 / temperature));
    return { source, share, characters: 0, documents: 0, iterator: undefined, isRead: false };
  });
}

function checkPositive(what: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new UserError({ what, expected: 'a number above 0', received: String(value) });
  }
}
