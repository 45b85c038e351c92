import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostTensor, StepFunction } from '@electra-ts/compiler';
import {
  ElectraForMultipleChoice,
  ElectraForPreTraining,
  ElectraForQuestionAnswering,
  ElectraForSequenceClassification,
  ElectraForTokenClassification,
} from '@electra-ts/discriminator';
import { createRuntime, inspectEngines, type EngineName, type RunningEngine } from '@electra-ts/engine';
import { ElectraForMaskedLM } from '@electra-ts/generator';
import type { ModelInputs, PretrainedModel } from '@electra-ts/nn';
import { reshape, setBackend, stack, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

/** One batch through a model of transformers; tools/fixtures/electra_models.py writes them. */
interface FixtureCase {
  readonly name: string;
  readonly ids: number[][];
  readonly attentionMask: number[][];
  readonly types: number[][];
  readonly shape: number[];
  readonly logits: number[];
}

type WithLogits = PretrainedModel & { logits(inputs: ModelInputs, random: null): Tensor };
type Read = (inputs: ModelInputs, shape: readonly number[]) => Tensor;

const plain = async (loading: Promise<WithLogits>): Promise<[PretrainedModel, Read]> => {
  const model = await loading;
  return [model, (inputs) => model.logits(inputs, null)];
};
const load: Readonly<Record<string, (folder: string) => Promise<[PretrainedModel, Read]>>> = {
  'masked-lm': (folder) => plain(ElectraForMaskedLM.fromPretrained(folder)),
  'pre-training': (folder) => plain(ElectraForPreTraining.fromPretrained(folder)),
  'sequence-classification': (folder) => plain(ElectraForSequenceClassification.fromPretrained(folder)),
  'sequence-regression': (folder) => plain(ElectraForSequenceClassification.fromPretrained(folder)),
  'token-classification': (folder) => plain(ElectraForTokenClassification.fromPretrained(folder)),
  'question-answering': async (folder) => {
    const model = await ElectraForQuestionAnswering.fromPretrained(folder);
    const read: Read = (inputs) => {
      const { start_BT, end_BT } = model.logits(inputs, null);
      return stack([start_BT, end_BT]);
    };
    return [model, read];
  },
  'multiple-choice': async (folder) => {
    const model = await ElectraForMultipleChoice.fromPretrained(folder);
    const read: Read = ({ ids_BT, attentionMask_BT, types_BT }, [batch, choices]) => {
      const nested = (x: Tensor2D): Tensor3D => reshape(x, [batch, choices, x.shape[1]]);
      return model.logits({ ids_BCT: nested(ids_BT), attentionMask_BCT: nested(attentionMask_BT), types_BCT: nested(types_BT) }, null);
    };
    return [model, read];
  },
};

/** Every folder of fixtures, by package, with what loads it. */
const fixtures = ['generator', 'discriminator'].flatMap((owner) => {
  const folder = join(__dirname, '..', '..', owner, 'fixtures');
  return readdirSync(folder).flatMap((name) => {
    const kind = name.replace(/-[^-]+$/, '');
    return kind in load ? [{ name, kind, folder: join(folder, name) }] : [];
  });
});
const host = (rows: number[][], dtype: 'int32' | 'float32'): HostTensor => ({
  shape: [rows.length, rows[0].length],
  dtype,
  data: dtype === 'int32' ? Int32Array.from(rows.flat()) : Float32Array.from(rows.flat()),
});

// A step is compiled for each shape of each model.
jest.setTimeout(300_000);

/** Expects the logits of every fixture to be those of transformers, to 1e-5 of their spread. */
async function expectParity({ runtime }: RunningEngine, engine: EngineName): Promise<void> {
  for (const { name, kind, folder } of fixtures) {
    const [model, read] = await load[kind](folder);
    const { cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { cases: FixtureCase[] };
    const all = cases.flatMap(({ logits }) => logits);
    const spread = Math.max(...all) - Math.min(...all);
    for (const { name: batch, ids, attentionMask, types, shape, logits } of cases) {
      const forward: StepFunction = (feeds) => {
        const [ids_BT, attentionMask_BT, types_BT] = ['ids', 'mask', 'types'].map((feed) => feeds[feed] as Tensor2D);
        return { logits: read({ ids_BT, attentionMask_BT, types_BT }, shape) };
      };
      const step = runtime.prepare(forward, { name: 'forward', variables: model.parameters });
      const feeds = { ids: host(ids, 'int32'), mask: host(attentionMask, 'float32'), types: host(types, 'int32') };
      const { data } = (await step.run(feeds))['logits'];
      await step.dispose();
      const worst = Math.max(...logits.map((expected, i) => Math.abs(expected - data[i]) / spread));
      expect([engine, name, batch, worst < 1e-5 ? 'agrees' : worst]).toEqual([engine, name, batch, 'agrees']);
    }
    model.dispose();
  }
}

// A step is compiled for each shape of each model.
jest.setTimeout(300_000);

it('every head, configuration and batch of transformers has the same logits on every engine that the machine has', async () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(18);
  const engines = (await inspectEngines()).flatMap(({ name, available }) => (available ? [name] : []));
  expect(engines).toEqual(expect.arrayContaining(['onnxruntime', 'wasm', 'cpu']));
  for (const engine of engines) {
    const running = await createRuntime({ engine, threads: 1 });
    try {
      await expectParity(running, engine);
    } finally {
      await running.runtime.dispose();
      await setBackend('cpu');
    }
  }
});
