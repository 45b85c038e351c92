export { classificationHeadShapes, classificationShapes } from './classification-shapes.js';
export { discriminatorShapes } from './discriminator-shapes.js';
export { ElectraForPreTraining } from './electra-for-pre-training.js';
export { ElectraForSequenceClassification, type NewHead } from './electra-for-sequence-classification.js';
export { replacedTokenHeadFlops } from './replaced-token-head-flops.js';
export { replacedTokenLogits } from './replaced-token-logits.js';
export { sequenceClassificationLogits } from './sequence-classification-logits.js';
export { ReplacedTokenDetector, type TokenDoubt } from './replaced-token-detector.js';
