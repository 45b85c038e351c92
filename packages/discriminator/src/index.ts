export { answerableTokens, onlyAnswerable } from './answerable-tokens.js';
export { classificationHeadShapes, classificationShapes } from './classification-shapes.js';
export { discriminatorShapes } from './discriminator-shapes.js';
export type { AnswerBeams } from './conditioned-answer-head.js';
export {
  ElectraForConditionedQuestionAnswering,
  type ConditionedAnswerLogits,
} from './electra-for-conditioned-question-answering.js';
export { ElectraForMultipleChoice, type ChoiceInputs } from './electra-for-multiple-choice.js';
export { ElectraForPreTraining } from './electra-for-pre-training.js';
export { ElectraForQuestionAnswering, type AnswerLogits } from './electra-for-question-answering.js';
export {
  ElectraForSequenceClassification,
  type NewHead,
  type NewSequenceHead,
} from './electra-for-sequence-classification.js';
export { ElectraForTokenClassification } from './electra-for-token-classification.js';
export { ElectraModel } from './electra-model.js';
export { multipleChoiceLogits, type ChoiceSizes } from './multiple-choice-logits.js';
export type { ProblemType } from './problem-type.js';
export { replacedTokenHeadFlops } from './replaced-token-head-flops.js';
export { replacedTokenLogits } from './replaced-token-logits.js';
export { pooledLogits } from './pooled-logits.js';
export { sequenceArchitectures, sequenceHeads, type SequenceHead } from './sequence-head.js';
export { sequenceClassificationLogits } from './sequence-classification-logits.js';
export { poolings, sentenceEmbeddings, type Pooling } from './sentence-embeddings.js';
export { ReplacedTokenDetector, type TokenDoubt } from './replaced-token-detector.js';
export { textDoubt, type TextDoubt } from './text-doubt.js';
