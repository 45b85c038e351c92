import type { ElectraConfig } from './electra-config.js';

/** Shapes of parameters by name, in the order in which the network uses them. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** Shapes of a linear layer's weight, [out, in] as Hugging Face has it, and bias, [out]. */
export function linearShapes(name: string, inputs: number, outputs: number): Shapes {
  return { [`${name}.weight`]: [outputs, inputs], [`${name}.bias`]: [outputs] };
}

/** Shapes of a layer normalization's gain and offset, both [width]. */
export function normShapes(name: string, width: number): Shapes {
  return { [`${name}.weight`]: [width], [`${name}.bias`]: [width] };
}

/**
 * Shapes of the embedding scope: the word, position and segment tables and their layer normalization. It is what the
 * generator and the discriminator share (paper, section 3.2; the reference ties this whole scope).
 */
export function embeddingShapes(config: ElectraConfig): Shapes {
  const { embeddingSize } = config;
  return {
    'electra.embeddings.word_embeddings.weight': [config.vocabSize, embeddingSize],
    'electra.embeddings.position_embeddings.weight': [config.maxPositionEmbeddings, embeddingSize],
    'electra.embeddings.token_type_embeddings.weight': [config.typeVocabSize, embeddingSize],
    ...normShapes('electra.embeddings.LayerNorm', embeddingSize),
  };
}

/** Shapes of every parameter under `electra.`, by the names of Hugging Face's state dictionary. */
export function encoderShapes(config: ElectraConfig): Shapes {
  const { embeddingSize, hiddenSize } = config;
  const blocks = Array.from({ length: config.numHiddenLayers }, (_, layer) => blockShapes(config, layer));
  return {
    ...embeddingShapes(config),
    ...(embeddingSize === hiddenSize ? {} : linearShapes('electra.embeddings_project', embeddingSize, hiddenSize)),
    ...Object.assign({}, ...blocks),
  };
}

/** Name of one encoder block, the prefix of its parameters. */
export const blockName = (layer: number): string => `electra.encoder.layer.${layer}`;

function blockShapes({ hiddenSize, intermediateSize }: ElectraConfig, layer: number): Shapes {
  const name = blockName(layer);
  return {
    ...linearShapes(`${name}.attention.self.query`, hiddenSize, hiddenSize),
    ...linearShapes(`${name}.attention.self.key`, hiddenSize, hiddenSize),
    ...linearShapes(`${name}.attention.self.value`, hiddenSize, hiddenSize),
    ...linearShapes(`${name}.attention.output.dense`, hiddenSize, hiddenSize),
    ...normShapes(`${name}.attention.output.LayerNorm`, hiddenSize),
    ...linearShapes(`${name}.intermediate.dense`, hiddenSize, intermediateSize),
    ...linearShapes(`${name}.output.dense`, intermediateSize, hiddenSize),
    ...normShapes(`${name}.output.LayerNorm`, hiddenSize),
  };
}

/** Number of values in all the parameters, from their shapes alone. */
export function parameterCount(shapes: Shapes): number {
  return Object.values(shapes).reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
}
