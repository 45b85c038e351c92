import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readTensorFlowCheckpoint } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { networkArchitectures } from './architecture.js';
import type { Weights } from './canonical-weights.js';
import { electraConfig, type ElectraConfig } from './electra-config.js';
import { tensorFlowWeights, type TensorFlowRole } from './tensorflow-names.js';
import { writePretrained, type TensorValue } from './write-pretrained.js';

/** Width of a head in every network that the reference makes (`get_generator_config`, training_utils.py). */
const HEAD_WIDTH = 64;

/** What a checkpoint does not tell. */
export interface TensorFlowOptions {
  /** Attention heads; one for each 64 of the width when absent, as the reference has them. */
  readonly attentionHeads?: Partial<Readonly<Record<TensorFlowRole, number>>>;
}

/**
 * Converts a checkpoint of the reference in TensorFlow to the folders `discriminator` and, where it has one, `generator`,
 * which load here and in transformers as any other model, and which `pretrain` goes on from. Sizes are those of the
 * tensors; a `vocab.txt` beside the checkpoint is copied. The optimizer's state is left out.
 *
 * @param prefix path without `.index`
 * @param out folder, which is created
 * @returns the folders that were written
 * @throws UserError where the checkpoint cannot be read or is not ELECTRA's
 */
export async function convertTensorFlow(prefix: string, out: string, options: TensorFlowOptions = {}): Promise<string[]> {
  const variables = await readTensorFlowCheckpoint(prefix, (name) => /^(electra|generator|\w+_predictions)\/(?!.*\/adam_[mv]$)/.test(name));
  const roles = (['discriminator', 'generator'] as const).filter(
    (role) => role === 'discriminator' || Object.keys(variables).some((name) => name.startsWith('generator/')),
  );
  const folders: string[] = [];
  for (const role of roles) {
    const weights = tensorFlowWeights(variables, role);
    const config = sizesOf(weights, prefix, options.attentionHeads?.[role]);
    const folder = join(out, role);
    await writePretrained(folder, { config, architecture: networkArchitectures[role], values: weights as Record<string, TensorValue> });
    const vocabulary = join(dirname(prefix), 'vocab.txt');
    if (existsSync(vocabulary)) await copyFile(vocabulary, join(folder, 'vocab.txt'));
    folders.push(folder);
  }
  return folders;
}

function sizesOf(weights: Weights, prefix: string, heads?: number): ElectraConfig {
  const shape = (name: string): readonly number[] => {
    const found = weights[name];
    if (found === undefined) {
      throw new UserError({
        what: `${prefix} is not a checkpoint of ELECTRA`,
        expected: `a tensor for ${name}`,
        received: `${Object.keys(weights).length} tensors without it`,
      });
    }
    return found.shape;
  };
  const embeddings = 'electra.embeddings';
  const layer = 'electra.encoder.layer.0';
  const [vocabSize, embeddingSize] = shape(`${embeddings}.word_embeddings.weight`);
  const [hiddenSize] = shape(`${layer}.attention.self.query.weight`);
  return electraConfig({
    vocabSize,
    embeddingSize,
    hiddenSize,
    numHiddenLayers: Object.keys(weights).filter((name) => /layer\.\d+\.output\.dense\.bias$/.test(name)).length,
    numAttentionHeads: heads ?? Math.max(1, Math.floor(hiddenSize / HEAD_WIDTH)),
    intermediateSize: shape(`${layer}.intermediate.dense.weight`)[0],
    maxPositionEmbeddings: shape(`${embeddings}.position_embeddings.weight`)[0],
    typeVocabSize: shape(`${embeddings}.token_type_embeddings.weight`)[0],
  });
}
