import type { PreparedStep, Runtime } from '@electra-ts/compiler';
import { answerPieces } from './answer-pieces.js';
import { inferenceStep, type Learner } from './finetuning-step.js';
import type { KindContext, KindSettings, TaskPiece } from './kinds/task-kind.js';
import type { BatchPlan } from './task-batches.js';

/** Labeled examples, as the network reads them. */
export interface DevData {
  readonly examples: readonly object[];
  readonly pieces: readonly TaskPiece[];
  /** Rows are places in `pieces`. */
  readonly batches: readonly BatchPlan[];
}

/** Scores a model on labeled examples, with the values that the runtime has for it at the time. */
export class DevEvaluation {
  readonly #step: PreparedStep;

  constructor(
    runtime: Runtime,
    private readonly learner: Learner,
    private readonly data: DevData,
    private readonly context: KindContext,
  ) {
    this.#step = runtime.prepare(inferenceStep(learner), { name: 'dev evaluation', variables: learner.model.parameters });
  }

  /** Metrics by name, with `loss`, the mean over what training's is the mean of; and the settings that suit these answers best. */
  async run(): Promise<{ readonly metrics: Record<string, number>; readonly settings: KindSettings }> {
    const { kind } = this.learner;
    const { examples, pieces, batches } = this.data;
    const { context } = this;
    let [loss, weights] = [0, 0];
    const parts = await answerPieces({ kind, context, step: this.#step, pieces, batches }, examples.length, (outputs, piece) => {
      const weight = kind.pieceWeight?.(piece) ?? 1;
      loss += weight * kind.pieceLoss(outputs, piece, context);
      weights += weight;
    });
    const answersWith = (own: KindContext) => examples.map((example, i) => kind.answer(example, parts[i], own));
    const settings = kind.tune?.(examples, answersWith(context), context) ?? context.settings;
    const tuned = { ...context, settings };
    return { metrics: { loss: loss / weights, ...kind.score(examples, answersWith(tuned), tuned) }, settings };
  }
}
