import { ElectraModel, type Pooling } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { assertVocabulary, lengthBatches, textShapes } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { modelInputs } from './kinds/model-inputs.js';
import { sequenceInputs, sequencePieces } from './kinds/sequence-pieces.js';
import { chunks } from './chunks.js';
import type { Unlabeled } from './labeled-data.js';
import { type PredictorOptions, READ_AHEAD } from './predict.js';

/** A text, or pair, with its vector. */
export interface Embedding extends Unlabeled {
  /** As long as the model is wide. */
  readonly embedding: readonly number[];
}

/** What `embed` is told. `maxLength` is by default all the positions of the model. */
export interface EmbedOptions extends PredictorOptions {
  readonly texts: Iterable<Unlabeled> | AsyncIterable<Unlabeled>;
  /** Default `mean`. */
  readonly pooling?: Pooling;
}

/**
 * Vectors of texts from the last layer of any ELECTRA's encoder, in the order of the texts. Of a text that is too long
 * they are the mean of its windows' vectors, each counted by its tokens.
 *
 * @throws UserError where the folder holds no ELECTRA
 */
export async function* embed(options: EmbedOptions): AsyncGenerator<Embedding> {
  const { model, texts, pooling = 'mean' } = options;
  const tokenizer = await Tokenizer.fromPretrained(model);
  const { runtime } = await createRuntime(options);
  try {
    const encoder = await ElectraModel.fromPretrained(model);
    assertVocabulary(encoder.config, tokenizer);
    const step = runtime.prepare((feeds) => ({ vectors: encoder.embeddings(modelInputs(feeds), pooling) }), {
      name: 'embed',
      variables: encoder.parameters,
      shapes: textShapes,
    });
    const { maxPositionEmbeddings: positions, hiddenSize: width } = encoder.config;
    const maxLength = Math.min(positions, options.maxLength ?? positions);
    for await (const chunk of chunks(texts, READ_AHEAD)) {
      const { pieces } = await sequencePieces(chunk, { tokenizer, maxLength }, 'answering');
      const sums = chunk.map(() => ({ vector: new Float64Array(width), tokens: 0 }));
      for (const { rows, shape } of lengthBatches(pieces.map(({ tokens }) => tokens), { maxTokens: maxLength })) {
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
    encoder.dispose();
  } finally {
    await runtime.dispose();
  }
}
