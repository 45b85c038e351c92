import { EagerRuntime } from '@electra-ts/compiler';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { averagedToo, HeldOutEvaluation } from './held-out-evaluation.js';
import { heldOutBatches } from './held-out-batches.js';
import { heldOutMetricNames } from './held-out-metric-names.js';
import { JointModel } from './joint-model.js';
import { type Objective, objectiveNames } from './objectives/objective.js';
import { objectives, usualSharing } from './objectives/objectives.js';
import { smallConfig } from './small-model.fixture.js';
import { Unigram } from './unigram.js';

const cases: Pick<Objective, 'name' | 'sampler'>[] = [
  // What a generator of one encoder draws, Electric does not learn from.
  ...objectiveNames.map((name) => ({ name, sampler: name === 'electric' ? ('unigram' as const) : ('generator' as const) })),
  { name: 'electra', sampler: 'uniform' },
  { name: 'replace-mlm', sampler: 'unigram' },
];

/** Four examples of [CLS] four of the tokens 5 to 11 [SEP]. */
const source = {
  size: 4,
  sequenceLength: 6,
  example: (index: number) => ({
    ids: Int32Array.from([2, 5 + index, 9, 10, 11, 3]),
    types: new Uint8Array(6),
    wordStarts: new Uint8Array(6).fill(1),
  }),
};
const specialTokens = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };
const unigram = new Unigram([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
const discriminator = electraConfig({ ...smallConfig.discriminator, vocabSize: 12 });

describe('heldOutMetricNames', () => {
  it.each(cases)('are those that evaluations of $name with samples of $sampler have', async ({ name = 'electra', sampler }) => {
    const { languageModel } = objectives[name];
    const sharing = usualSharing({ name });
    const generator = sharing === 'network' ? discriminator : generatorConfig({ discriminator, generatorFraction: 0.5 });
    const model = JointModel.create({ discriminator, generator, sharing, languageModel }, { seed: 1 });
    const runtime = await EagerRuntime.create({ backend: 'cpu' });
    const batches = heldOutBatches(source, { seed: 1, batches: 1, batchSize: 4, specialTokens, unigram, probability: 0.5 });
    const evaluation = new HeldOutEvaluation(runtime, model, { batches, unigram, objective: { name, sampler, temperature: 1 }, seed: 1 });
    expect(Object.keys(await evaluation.run())).toEqual(heldOutMetricNames({ name, sampler }));
    expect(Object.keys(await averagedToo(evaluation, evaluation).run())).toEqual(heldOutMetricNames({ name, sampler }, true));
    model.dispose();
    await runtime.dispose();
  });
});
