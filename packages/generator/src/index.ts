export { ElectraForMaskedLM } from './electra-for-masked-lm.js';
export { generatorHeadFlops } from './generator-head-flops.js';
export { generatorPredictions } from './generator-predictions.js';
export { generatorShapes } from './generator-shapes.js';
export { sampleReplacements } from './sample-replacements.js';
export { MASK, MaskFiller, type MaskCandidate } from './mask-filler.js';
