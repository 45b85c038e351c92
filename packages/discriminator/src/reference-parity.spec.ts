import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelInputs } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ElectraForConditionedQuestionAnswering } from './electra-for-conditioned-question-answering.js';
import { ElectraForSequenceClassification } from './electra-for-sequence-classification.js';

/** A batch through a head of the reference in PyTorch; tools/fixtures/reference_heads.py writes them. */
interface Inputs {
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly token_type_ids: number[][];
}
interface ConditionedAnswers extends Inputs {
  readonly starts: number[];
  readonly start: number[][];
  readonly end: number[][];
  readonly impossible: number[];
  readonly beamStarts: number[][];
  readonly beamStartLogs: number[][];
  readonly beamEnds: number[][][];
  readonly beamEndLogs: number[][][];
}

const folderOf = (name: string) => join(__dirname, '..', 'fixtures', name);
const read = <T>(name: string) => JSON.parse(readFileSync(join(folderOf(name), 'cases.json'), 'utf8')) as T;
const inputsOf = ({ input_ids, attention_mask, token_type_ids }: Inputs): ModelInputs => ({
  ids_BT: tensor2d(input_ids, undefined, 'int32'),
  attentionMask_BT: tensor2d(attention_mask, undefined, 'float32'),
  types_BT: tensor2d(token_type_ids, undefined, 'int32'),
});

/** Values that are not those of tokens outside, 1000 below, differ by less than 1e-5 of their spread. */
function expectClose(computed: Tensor, expected: unknown): void {
  const wanted = [expected].flat(3) as number[];
  const inside = wanted.filter((value) => value > -500);
  const spread = Math.max(...inside) - Math.min(...inside);
  const found = computed.dataSync();
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, i) => expect(Math.abs(value - found[i]) / (value > -500 ? spread : 1000)).toBeLessThan(1e-5));
}

beforeAll(() => setBackend('cpu'));

describe("the reference's conditioned question answering in PyTorch", () => {
  const expected = read<ConditionedAnswers>('conditioned-question-answering');
  let model: ElectraForConditionedQuestionAnswering;

  beforeAll(async () => {
    model = await ElectraForConditionedQuestionAnswering.fromPretrained(folderOf('conditioned-question-answering'));
  });
  afterAll(() => model.dispose());

  it('has the same logits', () => {
    tidy(() => {
      const starts_B = tensor1d(expected.starts, 'int32');
      const logits = model.logits(inputsOf(expected), starts_B, null);
      expectClose(logits.start_BT, expected.start);
      expectClose(logits.end_BT, expected.end);
      expectClose(logits.impossible_B, expected.impossible);
    });
  });

  it('finds the same beams', () => {
    tidy(() => {
      const beams = model.beams(inputsOf(expected), expected.beamStarts[0].length);
      // A beam beyond the answerable tokens is 1000 less likely; among such, the order is that of rounding.
      const likely = expected.beamStartLogs.map((logs) => logs.map((log) => log > -500));
      const [starts, ends] = [beams.starts_BK.arraySync(), beams.ends_BKK.arraySync()];
      likely.forEach((row, b) => row.forEach((known, k) => {
        if (!known) return;
        expect(starts[b][k]).toBe(expected.beamStarts[b][k]);
        ends[b][k].forEach((end, e) => expected.beamEndLogs[b][k][e] > -500 && expect(end).toBe(expected.beamEnds[b][k][e]));
      }));
      expect(likely.flat().filter(Boolean).length).toBeGreaterThan(6);
      expectClose(beams.startLogs_BK, expected.beamStartLogs);
      expectClose(beams.impossible_B, expected.impossible);
    });
  });
});

describe("the reference's pooled head in PyTorch", () => {
  it('has the same logits', async () => {
    const expected = read<Inputs & { readonly logits: number[][] }>('sequence-pooled');
    const model = await ElectraForSequenceClassification.fromPretrained(folderOf('sequence-pooled'));
    expect([model.head, model.labels]).toEqual(['pooled', ['no', 'yes', 'so']]);
    tidy(() => expectClose(model.logits(inputsOf(expected), null), expected.logits));
    model.dispose();
  });
});
