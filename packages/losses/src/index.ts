export { maskedLanguageModelLoss } from './masked-language-model-loss.js';
export { multiLabelLoss } from './multi-label-loss.js';
export { questionAnsweringLoss, type SpanLogits, type SpanTargets } from './question-answering-loss.js';
export { regressionLoss } from './regression-loss.js';
export { replacedTokenLoss } from './replaced-token-loss.js';
export { sequenceClassificationLoss } from './sequence-classification-loss.js';
export { tokenClassificationLoss } from './token-classification-loss.js';
