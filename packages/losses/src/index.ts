export { maskedLanguageModelLoss } from './masked-language-model-loss.js';
export { replacedTokenLoss } from './replaced-token-loss.js';
export { sequenceClassificationLoss } from './sequence-classification-loss.js';
