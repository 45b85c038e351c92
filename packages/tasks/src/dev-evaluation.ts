import type { PreparedStep, Runtime } from '@electra-ts/compiler';
import type { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { largest, softmax } from './class-scores.js';
import { classifierInference } from './classification-step.js';
import { scoreAll } from './metrics.js';
import type { TaskBatch, TaskExample } from './task-batches.js';

/** Scores a classifier on labelled examples, with the values that the runtime has for it at the time. */
export class DevEvaluation {
  readonly #step: PreparedStep;

  /** @param options.batches rows are places in `examples` */
  constructor(
    runtime: Runtime,
    private readonly model: ElectraForSequenceClassification,
    private readonly options: { readonly examples: readonly TaskExample[]; readonly batches: readonly TaskBatch[] },
  ) {
    this.#step = runtime.prepare(classifierInference(model), { name: 'dev evaluation', variables: model.parameters });
  }

  /** Metrics by name (see `metrics`), and `loss`, the mean negative log-likelihood in nats. */
  async run(): Promise<Record<string, number>> {
    const { examples, batches } = this.options;
    const classes = this.model.labels.length;
    const predicted = new Int32Array(examples.length);
    const scores = new Float64Array(examples.length);
    let loss = 0;
    for (const { feeds, rows } of batches) {
      const { ids, types, attentionMask } = feeds;
      const { logits } = await this.#step.run({ ids, types, attentionMask });
      rows.forEach((row, b) => {
        const probabilities = softmax(logits.data.subarray(b * classes, (b + 1) * classes));
        predicted[row] = largest(probabilities);
        scores[row] = probabilities[1];
        loss -= Math.log(Math.max(probabilities[examples[row].label], Number.MIN_VALUE));
      });
    }
    const gold = examples.map(({ label }) => label);
    return { loss: loss / examples.length, ...scoreAll({ gold, predicted, scores }, classes) };
  }
}
