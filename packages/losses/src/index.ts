export { allTokensLoss } from './all-tokens-loss.js';
export { copyingCrossEntropy } from './copying-cross-entropy.js';
export { maskedLanguageModelLoss } from './masked-language-model-loss.js';
export { maskedTokenDetectionLoss } from './masked-token-detection-loss.js';
export { replacedTokenLoss } from './replaced-token-loss.js';
export { sequenceClassificationLoss } from './sequence-classification-loss.js';
