import type { StepFunction } from '@electra-ts/compiler';
import { createRuntime } from '@electra-ts/engine';
import { electraEncoder, encoderShapes, loadParameters, type Parameters, type ElectraConfig, readPretrained } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { div, expandDims, maximum, mul, reshape, slice, sum } from '@tensorflow/tfjs-core';
import { modelInputs } from './kinds/model-inputs.js';
import { sequenceInputs, sequencePieces } from './kinds/sequence-pieces.js';
import { chunks } from './chunks.js';
import type { Unlabelled } from './labelled-data.js';
import type { PredictorOptions } from './predict.js';
import { answeringBatches } from './task-batches.js';

// B rows, T tokens, D width

/** Which hidden states make a text's vector: that of [CLS], or the mean of all. */
export type Pooling = 'cls' | 'mean';

/** A text, or pair, with its vector. */
export interface Embedding extends Unlabelled {
  /** As long as the model is wide. */
  readonly embedding: readonly number[];
}

/** What `embed` is told. `maxLength` is by default all the positions of the model. */
export interface EmbedOptions extends PredictorOptions {
  readonly texts: Iterable<Unlabelled> | AsyncIterable<Unlabelled>;
  /** Default `mean`. */
  readonly pooling?: Pooling;
}

/** Texts that are read ahead, so that those of like length share batches. */
const CHUNK = 256;

/**
 * Vectors of texts from the last layer of any ELECTRA's encoder, in the order of the texts. Of a text that is too long
 * they are the mean of its windows' vectors, each counted by its tokens.
 *
 * @throws UserError where the folder holds no ELECTRA
 */
export async function* embed({ model, texts, pooling = 'mean', ...options }: EmbedOptions): AsyncGenerator<Embedding> {
  const tokenizer = await Tokenizer.fromPretrained(model);
  const { runtime } = await createRuntime({ engine: options.engine ?? 'auto', threads: options.threads });
  try {
    const stored = await readPretrained(model, {});
    const encoder = Object.entries(stored.weights).filter(([name]) => name.startsWith('electra.'));
    const parameters = loadParameters({ ...stored, weights: Object.fromEntries(encoder) }, encoderShapes(stored.config), {});
    const step = runtime.prepare(poolingStep(parameters, stored.config, pooling), { name: 'embed', variables: parameters });
    const { maxPositionEmbeddings: positions, hiddenSize: width } = stored.config;
    const maxLength = Math.min(positions, options.maxLength ?? positions);
    for await (const chunk of chunks(texts, CHUNK)) {
      const { pieces } = await sequencePieces(chunk, { tokenizer, maxLength }, 'answering');
      const sums = chunk.map(() => ({ vector: new Float64Array(width), tokens: 0 }));
      for (const { rows, shape } of answeringBatches(pieces.map(({ tokens }) => tokens), { batchSize: 32, maxLength })) {
        const { vectors } = await step.run(sequenceInputs(rows.map((row) => pieces[row]), shape, tokenizer.specialTokens.pad));
        rows.forEach((row, b) => {
          const { owner, tokens } = pieces[row];
          for (let d = 0; d < width; d++) sums[owner].vector[d] += tokens * vectors.data[b * width + d];
          sums[owner].tokens += tokens;
        });
      }
      yield* chunk.map(({ text, pair }, i) => {
        const embedding = Array.from(sums[i].vector, (value) => value / sums[i].tokens);
        return pair === undefined ? { text, embedding } : { text, pair, embedding };
      });
    }
    for (const parameter of Object.values(parameters)) parameter.dispose();
  } finally {
    await runtime.dispose();
  }
}

/** A step that reports `vectors` [B, D]. */
function poolingStep(parameters: Parameters, config: ElectraConfig, pooling: Pooling): StepFunction {
  return (feeds) => {
    const inputs = modelInputs(feeds);
    const [batch, tokens] = inputs.ids_BT.shape;
    const width = config.hiddenSize;
    const hidden_BTD = reshape(electraEncoder(parameters, config, inputs, null), [batch, tokens, width]);
    if (pooling === 'cls') return { vectors: reshape(slice(hidden_BTD, [0, 0, 0], [batch, 1, width]), [batch, width]) };
    const mask_BT = inputs.attentionMask_BT;
    const total_BD = sum(mul(hidden_BTD, expandDims(mask_BT, 2)), 1);
    // A row that fills up the batch has no token: it is divided by 1, and nobody looks at it.
    return { vectors: div(total_BD, maximum(sum(mask_BT, 1, true), 1)) };
  };
}
