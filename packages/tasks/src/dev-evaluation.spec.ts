import type { HostTensor, Runtime } from '@electra-ts/compiler';
import type { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import type { ExampleTokenizer } from './encode-examples.js';
import { DevEvaluation } from './dev-evaluation.js';
import type { TaskKind, TaskPiece } from './kinds/task-kind.js';
import { kinds } from './kinds/task-kinds.js';
import { defaultRecipe } from './recipe.js';
import { evaluationBatches } from './task-batches.js';

/** A runtime that answers with one row of logits a text: its second token over ten, and 0. */
const runtime = {
  prepare: () => ({
    run: async ({ ids }: Record<string, HostTensor>) => {
      const [rows, length] = ids.shape;
      const data = new Float32Array(2 * rows);
      for (let b = 0; b < rows; b++) data[2 * b + 1] = ids.data[b * length + 1] / 10 - 1;
      return { logits: { shape: [rows, 2], dtype: 'float32', data } };
    },
    dispose: async () => undefined,
  }),
} as unknown as Runtime;
const model = { labels: ['no', 'yes'], parameters: {} } as unknown as ElectraForSequenceClassification;
const context = {
  tokenizer: { specialTokens: { pad: 0 } } as ExampleTokenizer,
  labels: ['no', 'yes'],
  recipe: defaultRecipe,
  settings: {},
};
const example = (token: number, label: number) => ({
  example: { text: String(token), label: context.labels[label] },
  piece: { ids: Int32Array.of(2, token, 3), types: new Uint8Array(3), tokens: 3, label },
});

describe('DevEvaluation', () => {
  it('scores every example once, however batches divide them', async () => {
    // Tokens above 10 are called 'yes': right for all but the last.
    const data = [example(15, 1), example(5, 0), example(12, 1), example(8, 0), example(9, 1)];
    for (const batchSize of [2, 5, 8]) {
      const batches = evaluationBatches(data.map(({ piece }) => piece.tokens), { batchSize, padded: [8] });
      const pieces = data.map(({ piece }, owner) => ({ ...piece, owner }));
      const learner = { kind: kinds.classification, model };
      const examples = data.map((each) => each.example);
      const { metrics } = await new DevEvaluation(runtime, learner, { examples, pieces, batches }, context).run();
      expect(metrics['accuracy']).toBe(0.8);
      expect(metrics['f1']).toBeCloseTo(4 / 5, 12);
      // The missed one scores above both negatives.
      expect(metrics['auc']).toBe(1);
      const nll = [0.5, 0.5, 0.2, 0.2, -0.1].map((margin) => Math.log(1 + Math.exp(-margin)));
      expect(metrics['loss']).toBeCloseTo(nll.reduce((a, b) => a + b) / 5, 6);
    }
  });

  it('counts a piece in the loss as often as training does', async () => {
    const kind: TaskKind = { ...kinds.classification, pieceLoss: (_, piece) => (piece as unknown as { label: number }).label, pieceWeight: ({ tokens }: TaskPiece) => tokens };
    const pieces = [{ ...example(5, 1).piece, owner: 0 }, { ...example(6, 3).piece, tokens: 1, owner: 1 }];
    const batches = evaluationBatches([3, 1], { batchSize: 2, padded: [8] });
    const data = { examples: [5, 6].map((token) => example(token, 1).example), pieces, batches };
    const { metrics } = await new DevEvaluation(runtime, { kind, model }, data, context).run();
    expect(metrics['loss']).toBe((3 * 1 + 1 * 3) / 4);
  });

  it('means the loss of pieces, of which an example may have several', async () => {
    const kind: TaskKind = { ...kinds.classification, pieceLoss: (_, piece) => piece.tokens };
    const pieces = [3, 5, 1].map((tokens, place) => ({ ...example(5, 1).piece, tokens, owner: Math.floor(place / 2) }));
    const batches = evaluationBatches([3, 5, 1], { batchSize: 2, padded: [8] });
    const data = { examples: [5, 6].map((token) => example(token, 1).example), pieces, batches };
    const { metrics } = await new DevEvaluation(runtime, { kind, model }, data, context).run();
    expect(metrics['loss']).toBe((3 + 5 + 1) / 3);
  });

  it('keeps the settings where the kind has none to choose, and scores with those that it chose', async () => {
    const { example: only, piece } = example(5, 1);
    const data = { examples: [only], pieces: [{ ...piece, owner: 0 }], batches: evaluationBatches([3], { batchSize: 1, padded: [8] }) };
    const own = { ...context, settings: { unanswerable: true, nullThreshold: 1 } };
    const score: TaskKind['score'] = (_examples, _answers, { settings }) => ({ threshold: settings.nullThreshold ?? NaN });
    const run = (more: Partial<TaskKind>) => new DevEvaluation(runtime, { kind: { ...kinds.classification, score, ...more }, model }, data, own).run();
    expect(await run({})).toMatchObject({ metrics: { threshold: 1 }, settings: own.settings });
    expect(await run({ tune: () => ({ nullThreshold: 2 }) })).toMatchObject({ metrics: { threshold: 2 }, settings: { nullThreshold: 2 } });
  });
});
