import { EagerRuntime, type HostTensor, OnnxRuntime, type Runtime } from '@electra-ts/compiler';
import { electraConfig } from '@electra-ts/nn';
import { adamWDefaults, createMoments, layerwiseRates, momentVariables } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { AccumulatedFinetuning } from './accumulated-finetuning.js';
import { finetuningStep } from './finetuning-step.js';
import { kinds } from './kinds/task-kinds.js';

// Without dropout, whose noise is another for each part.
const config = electraConfig({
  vocabSize: 12,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 4,
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
});
const int32 = (shape: number[], ...data: number[]): HostTensor => ({ shape, dtype: 'int32', data: Int32Array.from(data) });
const float32 = (shape: number[], ...data: number[]): HostTensor => ({ shape, dtype: 'float32', data: Float32Array.from(data) });

/** Six rows of four tokens; of the last part nothing but one row is real. */
const inputs = {
  ids: int32([6, 4], 2, 5, 6, 3, 2, 7, 3, 0, 2, 8, 9, 3, 2, 10, 3, 0, 2, 11, 5, 3, 2, 0, 0, 0),
  types: int32([6, 4], ...new Array<number>(24).fill(0)),
  attentionMask: float32([6, 4], 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0),
  learningRate: float32([], 1e-2),
};
const rows = float32([6], 1, 1, 1, 1, 1, 0);
const cases = {
  // Classes that count three times as much as others.
  classification: { labels: int32([6], 1, 0, 1, 1, 0, 0), weights: float32([6], 3, 1, 3, 3, 1, 0) },
  regression: { targets: float32([6], 0.5, 1, 0, 0.25, 1, 0), weights: rows },
  multilabel: { targets: float32([6, 2], 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0), weights: rows },
  // Unequally many tags in the parts.
  tagging: {
    labels: int32([6, 4], ...Array.from({ length: 24 }, (_, i) => i % 2)),
    weights: float32([6, 4], 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0),
  },
  'question-answering': { starts: int32([6], 1, 0, 2, 1, 1, 0), ends: int32([6], 2, 0, 2, 1, 2, 0), weights: rows },
} as const;

/** Losses, norms and parameters after two updates. */
async function train(runtime: Runtime, name: keyof typeof cases, parts: number): Promise<number[]> {
  const kind = kinds[name];
  const model = kind.create(config, { labels: name === 'regression' ? ['score'] : ['no', 'yes'], seed: 1 });
  const moments = createMoments(model.parameters);
  const optimizer = { adamW: adamWDefaults, rates: layerwiseRates(Object.keys(model.parameters), { decay: 0.8, numHiddenLayers: 1 }), clipNorm: 1 };
  const variables = { ...model.parameters, ...momentVariables(moments) };
  const step =
    parts === 1
      ? runtime.prepare(finetuningStep({ kind, model }, moments, optimizer), { name: 'step', variables, seed: 4 })
      : new AccumulatedFinetuning(runtime, { kind, model }, moments, { optimizer, parts, seed: 4 });
  const told: number[] = [];
  for (const n of [1, 2]) {
    const { loss, gradientNorm } = await step.run({ ...inputs, ...cases[name] }, n);
    told.push(loss.data[0], gradientNorm.data[0]);
  }
  const values = await runtime.read({ ...model.parameters, ...momentVariables(moments) });
  await step.dispose();
  return [...told, ...Object.values(values).flatMap(({ data }) => Array.from(data))];
}

/** The largest difference, of large numbers in relation to them: float32 has seven digits. */
const difference = (whole: readonly number[], other: readonly number[]) =>
  Math.max(...whole.map((value, i) => Math.abs(value - other[i]) / Math.max(1, Math.abs(value))));

describe('AccumulatedFinetuning', () => {
  it.each(Object.keys(cases) as (keyof typeof cases)[])('does what the whole batch does: %s', async (name) => {
    const eager = await EagerRuntime.create({ backend: 'cpu' });
    const whole = await train(eager, name, 1);
    for (const parts of [2, 3]) {
      expect(difference(whole, await train(eager, name, parts))).toBeLessThan(1e-6);
    }
  });

  it('does so compiled', async () => {
    const compiled = await OnnxRuntime.create({ threads: 1 });
    try {
      const whole = await train(compiled, 'tagging', 1);
      expect(difference(whole, await train(compiled, 'tagging', 3))).toBeLessThan(1e-6);
    } finally {
      await compiled.dispose();
    }
  });
});
