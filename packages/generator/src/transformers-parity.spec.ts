import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { ElectraForMaskedLM } from './electra-for-masked-lm.js';

/** One batch through a model of transformers; tools/fixtures/electra_models.py writes them. */
interface FixtureCase {
  readonly name: string;
  readonly ids: number[][];
  readonly attentionMask: number[][];
  readonly types: number[][];
  readonly shape: number[];
  readonly logits: number[];
}

beforeAll(() => setBackend('cpu'));

describe.each(['masked-lm-projected', 'masked-lm-plain'])('transformers agrees with %s', (name) => {
  const folder = join(__dirname, '..', 'fixtures', name);
  const { cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { cases: FixtureCase[] };
  const all = cases.flatMap(({ logits }) => logits);
  const spread = Math.max(...all) - Math.min(...all);
  let model: ElectraForMaskedLM;

  beforeAll(async () => {
    model = await ElectraForMaskedLM.fromPretrained(folder);
  });

  afterAll(() => model.dispose());

  it.each(cases)('on $name', ({ ids, attentionMask, types, shape, logits }) => {
    const before = memory().numTensors;
    const computed = tidy(() => {
      const ids_BT = tensor2d(ids, undefined, 'int32');
      const attentionMask_BT = tensor2d(attentionMask, undefined, 'float32');
      const types_BT = tensor2d(types, undefined, 'int32');
      const result_BTV = model.logits({ ids_BT, attentionMask_BT, types_BT }, null);
      expect(result_BTV.shape).toEqual(shape);
      return result_BTV.dataSync();
    });
    const differences = logits.map((expected, index) => Math.abs(expected - computed[index]) / spread);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    expect(memory().numTensors).toBe(before);
  });
});
