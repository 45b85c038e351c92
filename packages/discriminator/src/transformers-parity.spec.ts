import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { ElectraForSequenceClassification } from './electra-for-sequence-classification.js';

/** One batch through a model of transformers; tools/fixtures/electra_models.py writes them. */
interface FixtureCase {
  readonly name: string;
  readonly ids: number[][];
  readonly attentionMask: number[][];
  readonly types: number[][];
  readonly shape: number[];
  readonly logits: number[];
}

const models = [
  { name: 'pre-training-projected', load: (folder: string) => ElectraForPreTraining.fromPretrained(folder) },
  { name: 'pre-training-plain', load: (folder: string) => ElectraForPreTraining.fromPretrained(folder) },
  {
    name: 'sequence-classification-projected',
    load: (folder: string) => ElectraForSequenceClassification.fromPretrained(folder),
  },
  {
    name: 'sequence-classification-plain',
    load: (folder: string) => ElectraForSequenceClassification.fromPretrained(folder),
  },
];

beforeAll(() => setBackend('cpu'));

describe.each(models)('transformers agrees with $name', ({ name, load }) => {
  const folder = join(__dirname, '..', 'fixtures', name);
  const { cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { cases: FixtureCase[] };
  const all = cases.flatMap(({ logits }) => logits);
  const spread = Math.max(...all) - Math.min(...all);
  let model: ElectraForPreTraining | ElectraForSequenceClassification;

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
      const result = model.logits({ ids_BT, attentionMask_BT, types_BT }, null);
      expect(result.shape).toEqual(shape);
      return result.dataSync();
    });
    const differences = logits.map((expected, index) => Math.abs(expected - computed[index]) / spread);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    expect(memory().numTensors).toBe(before);
  });
});
