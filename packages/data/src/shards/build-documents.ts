import type { Tokenizer } from '@electra-ts/tokenizer';

import { ExampleBuilder, type Overflow } from '../examples/example-builder.js';
import type { ExampleMode } from '../examples/example-mode.js';
import { sentences, type SentenceUnit } from '../examples/sentences.js';
import { SingleSegmentBuilder } from '../examples/single-segment-builder.js';
import { seededRandom } from '../random/seeded-random.js';
import { type DocumentHash, hashDocument } from './held-out.js';
import type { DocumentExamples } from './split-writer.js';

/** How a document becomes examples; all of it can be sent to a worker thread. */
export interface BuildOptions {
  readonly sequenceLength: number;
  readonly specialTokens: { readonly cls: number; readonly sep: number };
  readonly seed: number;
  readonly sentenceUnit: SentenceUnit;
  readonly overflow: Overflow;
  readonly exampleMode: ExampleMode;
}

/** A document's examples and the hash of its text. */
export interface BuiltDocument extends DocumentExamples {
  readonly hash: DocumentHash;
}

/** Builds the examples of some documents, of `packed` ones those that end with their document (`TailJoiner` joins them); all their sentences are encoded in one batch. */
export async function buildDocuments(
  texts: readonly string[],
  tokenizer: Pick<Tokenizer, 'encodePieces'>,
  options: BuildOptions,
): Promise<BuiltDocument[]> {
  const documents = texts.map((text) => sentences(text, options.sentenceUnit));
  const pieces = await tokenizer.encodePieces(documents.flat());
  let next = 0;
  return documents.map((document, i) => {
    const hash = hashDocument(texts[i]);
    const builder = makeBuilder(hash, options);
    const examples = document.flatMap(() => builder.addSentence(pieces[next++]));
    examples.push(...builder.endDocument());
    return { hash, examples, droppedTokens: builder.droppedTokens };
  });
}

function makeBuilder(hash: DocumentHash, options: BuildOptions): ExampleBuilder | SingleSegmentBuilder {
  const { exampleMode: mode, seed, ...rest } = options;
  // Seeding by document keeps its examples the same wherever it stands and whoever builds them.
  return mode === 'reference'
    ? new ExampleBuilder({ ...rest, random: seededRandom(seed, ...hash.words), firstTarget: 'drawn' })
    : new SingleSegmentBuilder({ ...rest, mode: mode === 'sentence' ? 'sentence' : 'packed' });
}
