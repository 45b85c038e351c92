export type { BpeVocabulary } from './bpe-tokenizer.js';
export type { CountProgress } from './count-words.js';
export type { Encoding } from './encoding.js';
export type { Pieces } from './piece-encoder.js';
export type { SpecialTokens, SpecialTokenSettings } from './special-tokens.js';
export { Tokenizer, type VocabularyOptions } from './tokenizer.js';
export type { SaveOptions, TokenizerFiles } from './tokenizer-files.js';
export { trainBpe, type BpeTrainingOptions } from './train-bpe.js';
export { trainWordPiece, type WordPieceTrainingOptions } from './train-word-piece.js';
