import { EagerRuntime, type HostTensor, OnnxRuntime, type Runtime } from '@electra-ts/compiler';
import { CounterRandom, fillUniform } from '@electra-ts/ops';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { momentVariables, adamWDefaults, createMoments, variableGradients } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { candidateFeeds } from '../candidate-feeds.js';
import { cropFeeds } from '../crop-feeds.js';
import type { Sampler } from '../draw-replacements.js';
import { batchFeeds, updateFeeds } from '../joint-feeds.js';
import { jointEvaluation } from '../joint-evaluation.js';
import { JointModel } from '../joint-model.js';
import { jointStep } from '../joint-step.js';
import { type Sharing, sharings } from '../sharing.js';
import { trainedVariables } from '../trained-variables.js';
import { type Objective, type ObjectiveName, objectiveNames } from './objective.js';
import { objectives, usualSharing } from './objectives.js';

const discriminator = electraConfig({
  vocabSize: 20,
  embeddingSize: 6,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 16,
  maxPositionEmbeddings: 6,
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
  initializerRange: 0.3,
});
const small = generatorConfig({ discriminator, generatorFraction: 0.5 });
const weights = { discriminatorWeight: 50, generatorWeight: 1, temperature: 1 };
const optimizer = { ...adamWDefaults, clipNorm: 1 };
const ids = [2, 4, 11, 12, 13, 3, 2, 14, 4, 16, 3, 0];
const batch = {
  batchSize: 2,
  sequenceLength: 6,
  ids: Int32Array.from(ids),
  types: new Int32Array(12),
  attentionMask: Float32Array.from(ids, (_, token) => (token === 11 ? 0 : 1)),
  positions: Int32Array.of(1, 3, 8, 6),
  labels: Int32Array.of(10, 12, 15, 0),
  weights: Float32Array.of(1, 1, 1, 0),
  maxPredictions: 2,
};
const feeds = batchFeeds(batch);
const replacements: HostTensor = { shape: [4], dtype: 'int32', data: Int32Array.of(9, 12, 8, 0) };
const known: Record<string, HostTensor> = {
  logNoise: { shape: [20], dtype: 'float32', data: Float32Array.from({ length: 20 }, (_, id) => Math.log((id + 1) / 210)) },
};
const fixedIds: HostTensor = { shape: [2, 6], dtype: 'int32', data: Int32Array.from(ids) };

/** One run: an objective, what is shared, and where replacements come from. */
interface Case {
  readonly name: ObjectiveName;
  readonly sharing: Sharing;
  readonly sampler: Sampler;
  readonly twoTowers?: boolean;
  /** How the generator is drawn from. */
  readonly drawing?: Partial<Pick<Objective, 'disallowCorrect' | 'frozenGenerator' | 'temperature'>>;
}

/** Objectives with what they may share, and replacements from elsewhere. */
const all: Case[] = [
  ...objectiveNames.map((name): Case => ({
    name,
    sharing: usualSharing({ name }),
    sampler: objectives[name].knownNoise ? 'unigram' : 'generator',
  })),
  ...sharings.slice(1).map((sharing): Case => ({ name: 'electra', sharing, sampler: 'generator' })),
  { name: 'electra', sharing: 'all', sampler: 'uniform' },
  { name: 'replace-mlm', sharing: 'gradient-disentangled', sampler: 'generator' },
  { name: 'electra', sharing: 'all', sampler: 'generator', drawing: { disallowCorrect: true } },
  { name: 'electra', sharing: 'all', sampler: 'generator', drawing: { temperature: 3 } },
  { name: 'replace-mlm', sharing: 'none', sampler: 'generator', drawing: { frozenGenerator: true } },
  { name: 'electric', sharing: 'none', sampler: 'generator', twoTowers: true, drawing: { frozenGenerator: true } },
  ...(['all', 'word', 'none'] as const).map((sharing): Case => ({ name: 'electra', sharing, sampler: 'generator', twoTowers: true })),
  { name: 'electric', sharing: 'all', sampler: 'generator', twoTowers: true },
  { name: 'electric', sharing: 'none', sampler: 'generator', twoTowers: true },
];
const cases = all.map((each) => {
  const samples = each.twoTowers ? 'two-tower samples' : `${each.sampler} samples`;
  const drawing = Object.entries(each.drawing ?? {}).map(([key, value]) => `, ${key} ${value}`).join('');
  return { ...each, title: `${each.name}, sharing ${each.sharing}, ${samples}${drawing}` };
});

/** Weights of the losses, and which parameters differences are right about with them. */
interface Check {
  readonly weights: Partial<Objective>;
  readonly of: RegExp;
}

/** Of a difference: a float32 loss of about 30 has steps of 2e-6, some of which a divisor of 8e-3 makes this. */
const ROUNDING = 1e-3;
/** A key's bias adds the same to every score of a row, which the softmax takes out again. */
const NO_GRADIENT = /\.key\.bias$/;

/** Where a loss stops gradients, differences see what it stops: such parts are checked without that loss. */
function checksOf({ name, sharing, twoTowers, drawing }: Case): Check[] {
  const generatorAlone = { discriminatorWeight: 0, languageModelWeight: 0 };
  // Copying gets no gradient of the language model.
  if (name === 'corrective-lm' || name === 'coco-lm') {
    return [{ weights: { languageModelWeight: 0 }, of: /^(generator|discriminator)/ }, { weights: {}, of: /^(generator|languageModel)/ }];
  }
  // The discriminator sends no gradient to the generator's tables.
  if (sharing === 'gradient-disentangled') {
    return [{ weights: {}, of: /^(?!generator.*(word|position)_embeddings)/ }, { weights: generatorAlone, of: /^generator/ }];
  }
  // How likely the noise was has no gradient; where the tables are shared, it is only seen apart from them.
  if (name === 'electric' && twoTowers && !drawing?.frozenGenerator) {
    return [{ weights: {}, of: sharing === 'none' ? /^discriminator/ : /^discriminator(?!.*\.embeddings\.)/ }, { weights: generatorAlone, of: sharing === 'none' ? /^generator/ : /\.embeddings\.|^generator/ }];
  }
  return [{ weights: {}, of: /^/ }];
}

const inputs = ({ name, sampler, twoTowers = false }: Case) => ({
  ...feeds,
  ...(twoTowers && candidateFeeds(batch, [0, 2, 3, 4])),
  ...(sampler !== 'generator' && { replacements }),
  ...(objectives[name].knownNoise && !twoTowers && known),
  ...(objectives[name].crops && cropFeeds(batch, 0, { seed: 1, step: 1, site: 0 })),
});
const tensorsOf = (fed: Readonly<Record<string, HostTensor>>) =>
  Object.fromEntries(Object.entries(fed).map(([name, { shape, dtype, data }]) => [name, tensor(data, [...shape], dtype)]));
const create = ({ name, sharing, twoTowers = false }: Case) => {
  const { languageModel } = objectives[name];
  const generator = sharing === 'network' ? discriminator : small;
  return JointModel.create({ discriminator, generator, sharing, languageModel, twoTowers }, { seed: 5 });
};

/** Losses of ten steps, and the state after them. */
async function train(runtime: Runtime, each: Case) {
  const objective: Objective = { ...weights, ...each.drawing, name: each.name, sampler: each.sampler };
  const model = create(each);
  const moments = createMoments(trainedVariables(model, objective));
  const variables = { ...model.variables, ...momentVariables(moments) };
  const step = runtime.prepare(jointStep(model, moments, { objective, optimizer }), { name: 'joint', variables, seed: 8 });
  const results: Record<string, number>[] = [];
  for (let n = 1; n <= 10; n++) {
    const out = await step.run({ ...inputs(each), ...updateFeeds(n, 5e-3, optimizer) }, n);
    results.push(Object.fromEntries(Object.entries(out).map(([name, { data }]) => [name, data[0]])));
  }
  const evaluation = runtime.prepare(jointEvaluation(model, objective), {
    name: 'evaluation',
    variables: model.variables,
    seed: 9,
  });
  const { detects } = objectives[each.name];
  const evaluated = await evaluation.run({ ...inputs(each), ...(detects && { fixedIds }) }, 0);
  const values = await runtime.read(model.variables);
  for (const prepared of [step, evaluation]) await prepared.dispose();
  return { results, values, evaluated };
}

// Every case is compiled once, and each of its parameters is moved: minutes on a busy machine.
jest.setTimeout(300_000);

beforeAll(() => setBackend('cpu'));

describe.each(cases)('$title', (each) => {
  const objective: Objective = { ...weights, ...each.drawing, name: each.name, sampler: each.sampler };

  it('has its every parameter among those that differences are taken of', () => {
    const model = create(each);
    const unchecked = Object.keys(trainedVariables(model, objective)).filter((name) => !checksOf(each).some(({ of }) => of.test(name)));
    expect(unchecked).toEqual([]);
    model.dispose();
  });

  it.each(checksOf(each))('has the gradients that finite differences give, of $of with $weights', ({ weights: changed, of }) => {
    const weighed = { ...objective, ...changed };
    const model = create(each);
    const tensors = tensorsOf(inputs(each));
    // The same noise each time; samples may not change under a small step, which the seed sees to.
    const losses = () => objectives[each.name].losses(model, tensors, weighed, new CounterRandom({ seed: 6, step: 0 }));
    const trained = trainedVariables(model, objective);
    const slope = (variable: Variable, at: number): number => {
      const start = variable.dataSync().slice();
      const step = 4e-3;
      const [up, down] = [step, -step].map((offset) => tidy(() => {
        const moved = Float32Array.from(start, (value, i) => (i === at ? value + offset : value));
        variable.assign(tensor(moved, variable.shape));
        return losses().loss.dataSync()[0];
      }));
      tidy(() => variable.assign(tensor(start, variable.shape)));
      return (up - down) / (2 * step);
    };
    const before = memory().numTensors;
    const gradients = tidy(() => {
      const found = variableGradients(losses, trained).gradients;
      return Object.fromEntries(Object.entries(found).map(([name, gradient]) => [name, gradient.dataSync()]));
    });
    expect(memory().numTensors).toBe(before);
    for (const [name, variable] of Object.entries(trained).filter(([name]) => of.test(name))) {
      // The entry of each parameter that matters most.
      const at = [...gradients[name]].reduce((best, value, i, list) => (Math.abs(value) > Math.abs(list[best]) ? i : best), 0);
      const gradient = gradients[name][at];
      const error = Math.abs(gradient - slope(variable, at));
      expect([name, error < 1e-2 * Math.abs(gradient) + ROUNDING ? 'right' : { gradient, error }]).toEqual([name, 'right']);
      // A gradient that is lost where the true one is small would pass for rounding.
      expect([name, Math.abs(gradient) > ROUNDING]).toEqual([name, !NO_GRADIENT.test(name)]);
    }
    for (const value of [...Object.values(tensors)]) value.dispose();
    model.dispose();
  });

  it.each(checksOf(each))('has the slope that its gradients give in a direction of every value, of $of with $weights', ({ weights: changed, of }) => {
    const weighed = { ...objective, ...changed };
    const model = create(each);
    const tensors = tensorsOf(inputs(each));
    const losses = () => objectives[each.name].losses(model, tensors, weighed, new CounterRandom({ seed: 6, step: 0 }));
    const trained = trainedVariables(model, objective);
    const checked = Object.entries(trained).filter(([name]) => of.test(name)).map(([name, variable], site) => {
      const direction = new Float32Array(variable.size);
      fillUniform(direction, { seed: 3, step: 0, site });
      return { name, variable, start: variable.dataSync().slice(), direction: direction.map((value) => 2 * value - 1) };
    });
    const gradients = tidy(() => {
      const found = variableGradients(losses, trained).gradients;
      return Object.fromEntries(Object.entries(found).map(([name, gradient]) => [name, gradient.dataSync()]));
    });
    const expected = checked.reduce(
      (sum, { name, direction }) => sum + direction.reduce((part, value, i) => part + value * gradients[name][i], 0), 0);
    const step = 2e-4;
    const at = (offset: number): number => tidy(() => {
      for (const { variable, start, direction } of checked) {
        variable.assign(tensor(start.map((value, i) => value + offset * direction[i]), variable.shape));
      }
      return losses().loss.dataSync()[0];
    });
    const slope = (at(step) - at(-step)) / (2 * step);
    // A float32 loss of about 30 has steps of 2e-6, some of which a divisor of 4e-4 makes this.
    const rounding = 2e-2;
    expect([expected, slope, Math.abs(slope - expected) < 1e-2 * Math.abs(expected) + rounding]).toEqual([expected, slope, true]);
    expect(Math.abs(expected)).toBeGreaterThan(5 * rounding);
    for (const value of Object.values(tensors)) value.dispose();
    model.dispose();
  });

  it('learns in ten golden steps, the same compiled as eagerly, and leaves alone what it does not train', async () => {
    const eager = await EagerRuntime.create({ backend: 'cpu' });
    const compiled = await OnnxRuntime.create({ threads: 1 });
    try {
      const a = await train(eager, each);
      const b = await train(compiled, each);
      const rounded = (values: Record<string, number>) =>
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value.toPrecision(4))]));
      expect({ first: rounded(a.results[0]), last: rounded(a.results[9]) }).toMatchSnapshot();
      a.results.forEach((losses, n) => {
        for (const [name, loss] of Object.entries(losses)) expect(b.results[n][name] / loss).toBeCloseTo(1, 3);
      });
      expect(Object.keys(b.evaluated)).toEqual(Object.keys(a.evaluated));
      for (const [name, { data }] of Object.entries(a.evaluated)) {
        data.forEach((value, i) => expect(b.evaluated[name].data[i]).toBeCloseTo(value, 2));
      }
      const model = create(each);
      const trained = trainedVariables(model, objective);
      for (const [name, variable] of Object.entries(model.variables)) {
        const changed = variable.dataSync().some((value, i) => value !== b.values[name].data[i]);
        expect([name, changed]).toEqual([name, name in trained]);
      }
      model.dispose();
    } finally {
      await compiled.dispose();
    }
  });
});

describe('gradient-disentangled embeddings', () => {
  it('give the generator no gradient of the discriminator', () => {
    const model = create({ ...cases[0], sharing: 'gradient-disentangled' });
    const tensors = tensorsOf(feeds);
    const gradients = (discriminatorWeight: number) => tidy(() => {
      const random = new CounterRandom({ seed: 6, step: 0 });
      const losses = () => objectives.electra.losses(model, tensors, { ...weights, discriminatorWeight }, random);
      const found = variableGradients(losses, model.variables).gradients;
      return Object.fromEntries(Object.entries(found).map(([name, gradient]) => [name, [...gradient.dataSync()]]));
    });
    const [without, much] = [gradients(0), gradients(50)];
    const word = 'electra.embeddings.word_embeddings.weight';
    expect(much[`generator.${word}`]).toEqual(without[`generator.${word}`]);
    expect(much[`discriminator.${word}`].some((value) => value !== 0)).toBe(true);
    model.dispose();
  });
});
