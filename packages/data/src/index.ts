export { keptLengths } from './batches/kept-lengths.js';
export { type MaskedBatch, maskBatch, type MaskOptions, maxPredictionsPerRow } from './batches/mask-batch.js';
export type { MaskStrategy } from './batches/mask-strategies.js';
export { type PaddedBatch, padExamples, type PadOptions } from './batches/pad-examples.js';
export type { TokenBatch } from './batches/token-batch.js';
export { type BatchOptions, type ExampleSource, trainingBatch } from './batches/training-batch.js';
export { cleanDocuments, type CleaningReport, cleaningReport, type StepReport } from './cleaning/clean-documents.js';
export type { Cleaned, CleaningStep } from './cleaning/cleaning-step.js';
export { dropDuplicates } from './cleaning/drop-duplicates.js';
export { dropNearDuplicates, type NearDuplicateOptions } from './cleaning/drop-near-duplicates.js';
export { keepLanguages } from './cleaning/keep-languages.js';
export { minimumLength } from './cleaning/minimum-length.js';
export { normalizeUnicode } from './cleaning/normalize-unicode.js';
export { removeControlCharacters } from './cleaning/remove-control-characters.js';
export { describeExample } from './examples/describe-example.js';
export {
  type Example,
  ExampleBuilder,
  type ExampleBuilderOptions,
  type Overflow,
  overflows,
  type Sentence,
} from './examples/example-builder.js';
export { type ExampleMode, exampleModes } from './examples/example-mode.js';
export { sentences, type SentenceUnit, sentenceUnits } from './examples/sentences.js';
export { SingleSegmentBuilder, type SingleSegmentOptions } from './examples/single-segment-builder.js';
export { Permutation } from './random/permutation.js';
export { type Random, seededRandom } from './random/seeded-random.js';
export { assertTokenizer } from './shards/assert-tokenizer.js';
export { dataFingerprint } from './shards/data-fingerprint.js';
export { withFolderLocked } from './shards/folder-lock.js';
export { holdsShards, type Manifest, readManifest, type ShardFileEntry, type SplitManifest } from './shards/manifest.js';
export { prepare, type PrepareOptions, type PrepareProgress, type PrepareTokenizer } from './shards/prepare.js';
export type { ShardAccess } from './shards/shard-file.js';
export { type RowTarget, ShardSet, type ShardSetOptions, type SplitName } from './shards/shard-set.js';
export type { BadInputOptions } from './sources/bad-input.js';
export { type Document, type DocumentOptions, documentStream } from './sources/document-stream.js';
export { documentsFrom, type DocumentsFromOptions } from './sources/documents-from.js';
export { documents, type ObservableDocumentOptions } from './sources/documents.js';
export { type InputKind, inputKinds } from './sources/input-kind.js';
export { mixDocuments, type MixtureOptions, type MixtureSource } from './sources/mix-documents.js';
export { SkippedInput } from './sources/skipped-input.js';
export { Credits } from './streams/credits.js';
export { fromPull } from './streams/from-pull.js';
export { mapInTurn } from './streams/map-in-turn.js';
export { toPull } from './streams/to-pull.js';
