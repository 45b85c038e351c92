import { EagerRuntime, type HostTensor, OnnxRuntime, type Runtime } from '@electra-ts/compiler';
import { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { adamWDefaults, createMoments, layerwiseRates } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { finetuningStep, inferenceStep } from './finetuning-step.js';
import { kinds } from './kinds/task-kinds.js';
import { median } from './metrics/median.js';

const config = electraConfig({
  vocabSize: 12,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 4,
});
const int32 = (shape: number[], ...data: number[]): HostTensor => ({ shape, dtype: 'int32', data: Int32Array.from(data) });
const float32 = (shape: number[], ...data: number[]): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(data),
});
/** Three rows, of which the last only fills up the batch. */
const feeds = (spare = { id: 0, label: 0 }) => ({
  ids: int32([3, 4], 2, 5, 6, 3, 2, 7, 3, 0, 2, spare.id, 3, 0),
  types: int32([3, 4], ...new Array<number>(12).fill(0)),
  attentionMask: float32([3, 4], 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0),
  labels: int32([3], 1, 0, spare.label),
  weights: float32([3], 1, 1, 0),
  learningRate: float32([], 1e-2),
});

async function train(runtime: Runtime, { steps = 2, spare = { id: 0, label: 0 } } = {}) {
  const model = ElectraForSequenceClassification.create(config, { labels: ['no', 'yes'], seed: 1 });
  const learner = { kind: kinds.classification, model };
  const moments = createMoments(model.parameters);
  const rates = layerwiseRates(Object.keys(model.parameters), { decay: 0.8, numHiddenLayers: 1 });
  const step = runtime.prepare(finetuningStep(learner, moments, { adamW: adamWDefaults, rates, clipNorm: 1 }), {
    name: 'fine-tuning step',
    variables: {
      ...model.parameters,
      ...Object.fromEntries(Object.entries(moments.first).map(([name, value]) => [`first.${name}`, value])),
      ...Object.fromEntries(Object.entries(moments.second).map(([name, value]) => [`second.${name}`, value])),
    },
    seed: 4,
  });
  const losses: number[] = [];
  for (let n = 1; n <= steps; n++) losses.push((await step.run(feeds(spare), n))['loss'].data[0]);
  const { ids, types, attentionMask } = feeds();
  const inference = runtime.prepare(inferenceStep(learner), { name: 'inference', variables: model.parameters });
  const { logits } = await inference.run({ ids, types, attentionMask });
  return { losses, logits: [...logits.data] };
}

describe('finetuningStep', () => {
  let eager: Runtime;
  beforeAll(async () => {
    eager = await EagerRuntime.create({ backend: 'cpu' });
  });

  it('starts at chance and learns', async () => {
    const { losses, logits } = await train(eager, { steps: 40 });
    expect(losses[0]).toBeCloseTo(Math.log(2), 0);
    // Dropout in a network of width 8 makes a single step's loss a matter of luck.
    expect(median(losses.slice(-10))).toBeLessThan(0.3);
    // The first row is a 'yes', the second a 'no'.
    expect(logits[1]).toBeGreaterThan(logits[0]);
    expect(logits[2]).toBeGreaterThan(logits[3]);
  });

  it('does not look at rows that fill up the batch', async () => {
    const [plain, other] = [await train(eager), await train(eager, { spare: { id: 9, label: 1 } })];
    expect(other).toEqual(plain);
  });

  it('does the same compiled as eagerly', async () => {
    const compiled = await OnnxRuntime.create({ threads: 1 });
    try {
      const [a, b] = [await train(eager), await train(compiled)];
      a.losses.forEach((loss, n) => expect(b.losses[n]).toBeCloseTo(loss, 4));
      a.logits.forEach((logit, i) => expect(b.logits[i]).toBeCloseTo(logit, 3));
    } finally {
      await compiled.dispose();
    }
  });
});
