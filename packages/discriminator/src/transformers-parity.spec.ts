import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelInputs, PretrainedModel } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import {
  memory,
  reshape,
  setBackend,
  stack,
  tensor2d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { ElectraForMultipleChoice } from './electra-for-multiple-choice.js';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { ElectraForQuestionAnswering } from './electra-for-question-answering.js';
import { ElectraForSequenceClassification } from './electra-for-sequence-classification.js';
import { ElectraForTokenClassification } from './electra-for-token-classification.js';

/** One batch through a model of transformers; tools/fixtures/electra_models.py writes them. */
interface FixtureCase {
  readonly name: string;
  readonly ids: number[][];
  readonly attentionMask: number[][];
  readonly types: number[][];
  readonly shape: number[];
  readonly logits: number[];
}

/** A model, and how its logits are had from a batch. */
interface Loaded {
  readonly logits: (inputs: ModelInputs, shape: readonly number[]) => Tensor;
  readonly dispose: () => void;
}

const plain = (model: PretrainedModel & { logits: (inputs: ModelInputs, random: null) => Tensor }): Loaded => ({
  logits: (inputs) => model.logits(inputs, null),
  dispose: () => model.dispose(),
});

const kinds: Record<string, (folder: string) => Promise<Loaded>> = {
  'pre-training': async (folder) => plain(await ElectraForPreTraining.fromPretrained(folder)),
  'sequence-classification': async (folder) => plain(await ElectraForSequenceClassification.fromPretrained(folder)),
  'sequence-regression': async (folder) => {
    const model = await ElectraForSequenceClassification.fromPretrained(folder);
    expect([model.problemType, model.labels]).toEqual(['regression', ['similarity']]);
    return plain(model);
  },
  'token-classification': async (folder) => plain(await ElectraForTokenClassification.fromPretrained(folder)),
  'question-answering': async (folder) => {
    const model = await ElectraForQuestionAnswering.fromPretrained(folder);
    const logits = (inputs: ModelInputs) => {
      const { start_BT, end_BT } = model.logits(inputs, null);
      return stack([start_BT, end_BT]);
    };
    return { logits, dispose: () => model.dispose() };
  },
  'multiple-choice': async (folder) => {
    const model = await ElectraForMultipleChoice.fromPretrained(folder);
    const logits = ({ ids_BT, attentionMask_BT, types_BT }: ModelInputs, [batch, choices]: readonly number[]) => {
      const nested = (x: Tensor2D): Tensor3D => reshape(x, [batch, choices, x.shape[1]]);
      const inputs = {
        ids_BCT: nested(ids_BT),
        attentionMask_BCT: nested(attentionMask_BT),
        types_BCT: nested(types_BT),
      };
      return model.logits(inputs, null);
    };
    return { logits, dispose: () => model.dispose() };
  },
};
const models = Object.entries(kinds).flatMap(([kind, load]) =>
  ['projected', 'plain', ...(kind === 'pre-training' ? ['relu', 'gelu_new', 'silu', 'quick_gelu'] : [])].map((variant) => ({
    name: `${kind}-${variant}`,
    load,
  })),
);

beforeAll(() => setBackend('cpu'));

describe.each(models)('transformers agrees with $name', ({ name, load }) => {
  const folder = join(__dirname, '..', 'fixtures', name);
  const { cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { cases: FixtureCase[] };
  const all = cases.flatMap(({ logits }) => logits);
  const spread = Math.max(...all) - Math.min(...all);
  let model: Loaded;

  beforeAll(async () => {
    model = await load(folder);
  });

  afterAll(() => model.dispose());

  it.each(cases)('on $name', ({ ids, attentionMask, types, shape, logits }) => {
    const before = memory().numTensors;
    const computed = tidy(() => {
      const ids_BT = tensor2d(ids, undefined, 'int32');
      const attentionMask_BT = tensor2d(attentionMask, undefined, 'float32');
      const types_BT = tensor2d(types, undefined, 'int32');
      const result = model.logits({ ids_BT, attentionMask_BT, types_BT }, shape);
      expect(result.shape).toEqual(shape);
      return result.dataSync();
    });
    const differences = logits.map((expected, index) => Math.abs(expected - computed[index]) / spread);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    expect(memory().numTensors).toBe(before);
  });
});
