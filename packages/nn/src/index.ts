export { architectureOf, networkArchitectures } from './architecture.js';
export { assertVocabulary } from './assert-vocabulary.js';
export { attentionBias, type Direction } from './attention-bias.js';
export { activation, activationNames, type Activation, type ActivationName } from './activation.js';
export { convertTensorFlow, type TensorFlowOptions } from './convert-tensorflow.js';
export { electraConfig, type ElectraConfig } from './electra-config.js';
export { electraEncoder, type ModelInputs } from './electra-encoder.js';
export {
  embeddingShapes,
  encoderShapes,
  linearShapes,
  normShapes,
  parameterCount,
  type Shapes,
} from './encoder-shapes.js';
export { firstStates } from './first-states.js';
export { statesAt } from './states-at.js';
export { forwardFlops, linearFlops, type BatchSize } from './forward-flops.js';
export { fromHuggingFaceConfig, toHuggingFaceConfig, type HuggingFaceConfig } from './hugging-face-config.js';
export { initializeParameters } from './initialize-parameters.js';
export { isEncoderParameter } from './is-encoder-parameter.js';
export { dropoutLayer, linearLayer, normLayer, parameter, type Parameters } from './parameters.js';
export { generatorConfig, presets, type Preset, type PresetName } from './presets.js';
export type { WeightMismatch } from './compare-weights.js';
export { lengthBatches, type LengthBatch } from './length-batches.js';
export { loadParameters, type LoadOptions } from './load-parameters.js';
export type { ModelRuntime, ModelStep, StepArray } from './model-runtime.js';
export { PretrainedModel } from './pretrained-model.js';
export { pretrainedFolder, type HubOptions } from '@electra-ts/checkpoint';
export { checkReading, type ReadingLimits, TooMuchToRead } from './reading-limits.js';
export { readPretrained, type Pretrained } from './read-pretrained.js';
export { reinitializeLayers } from './reinitialize-layers.js';
export { resizePositions } from './resize-positions.js';
export { writePretrained, type PretrainedContent, type TensorValue } from './write-pretrained.js';
export { inferenceBatches, type InferenceBatch, type InferenceSequence, textShapes } from './inference-batches.js';
export type { TextEncoding, TextTokenizer } from './text-tokenizer.js';
export { textWindows, type TextWindow } from './text-windows.js';
export { readVariables, readVariableValues, writeVariables } from './variables-file.js';
