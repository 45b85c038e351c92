import { setImmediate } from 'node:timers/promises';
import { EagerRuntime, type HostTensor, type Runtime } from '@electra-ts/compiler';
import type { ShardSet } from '@electra-ts/data';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { createMoments } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { JointModel } from './joint-model.js';
import { JointTrainer, maskedTrainingBatch, type TrainingPhase } from './joint-trainer.js';
import { pretrainingConfig } from './pretraining-config.js';
import { Unigram } from './unigram.js';

const specialTokens = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };
/** Nine examples of six tokens, of which the second is the number of the example. */
const shards = {
  size: 9,
  sequenceLength: 6,
  manifest: { specialTokens },
  copyExample(index, { ids, attentionMask }, row) {
    ids.set([2, 10 + index, 7, 8, 9, 3], row * 6);
    attentionMask.fill(1, row * 6, row * 6 + 6);
  },
} as Pick<ShardSet, 'size' | 'sequenceLength' | 'copyExample' | 'manifest'> as ShardSet;
const config = pretrainingConfig.parse({
  data: { path: 'x' },
  training: { steps: 100, batchSize: 3, learningRate: 1, warmupSteps: 10 },
  objective: { maskProbability: 0.3 },
});
const discriminator = electraConfig({
  vocabSize: 20,
  embeddingSize: 4,
  hiddenSize: 4,
  numHiddenLayers: 1,
  numAttentionHeads: 1,
  intermediateSize: 4,
});
const scalar = (value: number): HostTensor => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) });

const phases = [{ train: shards, batchSize: 3, first: 1, last: 100 }];

describe('maskedTrainingBatch', () => {
  it('is a pure function of the step, and changes with it', () => {
    const batch = (n: number) => maskedTrainingBatch(phases, config, n);
    expect(batch(3)).toEqual(batch(3));
    expect(batch(3).ids).not.toEqual(batch(4).ids);
  });

  it('brings every example once an epoch', () => {
    const seen = [1, 2, 3].flatMap((n) => {
      const { ids, positions, labels, weights } = maskedTrainingBatch(phases, config, n);
      positions.forEach((position, slot) => weights[slot] && (ids[position] = labels[slot]));
      return [0, 1, 2].map((row) => ids[row * 6 + 1] - 10);
    });
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('maskedTrainingBatch with shares', () => {
  it('shows random tokens of the vocabulary where the configuration asks for them', () => {
    const train = { ...shards, manifest: { ...shards.manifest, vocabularySize: 6 } } as ShardSet;
    const objective = { ...config.objective, maskShare: 0, randomShare: 1 };
    const masked = maskedTrainingBatch([{ ...phases[0], train }], { ...config, objective }, 1);
    // Of six ids, five are special.
    const shown = [...masked.positions].filter((_, slot) => masked.weights[slot] === 1).map((place) => masked.ids[place]);
    expect(shown).toEqual(shown.map(() => 5));
    expect(shown.length).toBeGreaterThan(0);
  });
});

describe('maskedTrainingBatch of two phases', () => {
  const two = [
    { train: { ...shards, size: 2 } as ShardSet, batchSize: 2, first: 1, last: 4 },
    { train: shards, batchSize: 9, first: 5, last: 100 },
  ];

  it('reads each in its turn, from the beginning and in its own batch', () => {
    expect(maskedTrainingBatch(two, config, 4).batchSize).toBe(2);
    const { ids, batchSize, positions, labels, weights } = maskedTrainingBatch(two, config, 5);
    expect(batchSize).toBe(9);
    positions.forEach((position, slot) => weights[slot] && (ids[position] = labels[slot]));
    expect(Array.from({ length: 9 }, (_, row) => ids[row * 6 + 1] - 10).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('has nothing after the last', () => {
    expect(() => maskedTrainingBatch(two, config, 101)).toThrow(/past the last phase/);
  });
});

describe('JointTrainer', () => {
  /** A runtime that computes nothing and notes what it is fed. */
  function setUp(
    loss: number,
    run: { config: typeof config; phases: readonly TrainingPhase[]; unigram?: Unigram } = { config, phases },
    { during = async () => undefined, runtime: state = { resultWait: 0 } }: { during?: () => Promise<void>; runtime?: Pick<Runtime, 'resultWait'> } = {},
  ) {
    const fed: { learningRate: number; step: number }[] = [];
    const fedWhole: Record<string, HostTensor>[] = [];
    const seeds: (number | undefined)[] = [];
    const runtime = Object.assign(state, {
      read: async () => ({}),
      prepare: (_: unknown, { seed }: { seed?: number }) => (seeds.push(seed), {
        run: async (feeds: Record<string, HostTensor>, step: number) => {
          fedWhole.push(feeds);
          fed.push({ learningRate: feeds['learningRate']?.data[0], step });
          await during();
          return { loss: scalar(loss), gradientNorm: scalar(2) };
        },
        dispose: async () => undefined,
      }),
    }) as unknown as Runtime;
    const model = JointModel.create(
      { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 1 }) },
      { seed: 0 },
    );
    const trainer = new JointTrainer(runtime, { model, moments: createMoments(model.variables) }, run.config, run.phases, run.unigram);
    return { fed, fedWhole, seeds, trainer };
  }
  beforeAll(() => setBackend('cpu'));

  it('feeds the reference\'s learning rate: none at the first step, then warm-up times decay', async () => {
    const { fed, trainer } = setUp(1);
    await trainer.update(1);
    const metrics = await trainer.update(6);
    expect(fed).toEqual([
      { learningRate: 0, step: 1 },
      { learningRate: Math.fround(0.5 * 0.95), step: 6 },
    ]);
    expect(metrics).toMatchObject({ loss: 1, gradientNorm: 2, learningRate: 0.5 * 0.95 });
    expect(metrics['tokensPerSecond']).toBeCloseTo(18 / metrics['stepSeconds'], 6);
  });

  it.each([
    [NaN, [6], /^In part 1 of 3 of the batch: Not finite are: losses loss \(NaN\)/],
    [1, [6, 7, 8], /^Each of the 3 parts .* their sum is not/],
  ])('diagnoses part by part where a batch is computed so, of losses of %d', async (loss, steps, message) => {
    const parts = { ...config, training: { ...config.training, accumulate: 3 } };
    const { fed, fedWhole, trainer } = setUp(loss, { config: parts, phases });
    expect(await trainer.diagnose(2)).toMatch(message);
    // The noise of the step's own parts, and a third of its batch.
    expect(fed.map(({ step }) => step)).toEqual(steps);
    expect(fedWhole.map(({ ids }) => ids.shape)).toEqual(steps.map(() => [1, 6]));
  });

  describe('on a clock that batches and steps move', () => {
    let clock = 0;
    const pass = (seconds: number) => (clock += seconds * 1000);
    // An example takes a second, so a batch takes three.
    const slow = { ...shards, copyExample: (...args: Parameters<ShardSet['copyExample']>) => (pass(1), shards.copyExample(...args)) } as ShardSet;
    const times = async (trainer: JointTrainer) => {
      const all = [];
      for (const n of [1, 2]) {
        const { dataWait, stepSeconds } = await trainer.update(n);
        all.push({ dataWait, stepSeconds });
      }
      return all;
    };
    beforeEach(() => void jest.spyOn(performance, 'now').mockImplementation(() => clock));
    afterEach(() => jest.restoreAllMocks());

    it('says that a step on this thread is longer by each batch that it makes', async () => {
      const { trainer } = setUp(1, { config, phases: [{ ...phases[0], train: slow }] }, { during: async () => void pass(5) });
      expect(await times(trainer)).toEqual([
        { dataWait: 6, stepSeconds: 11 },
        { dataWait: 3, stepSeconds: 8 },
      ]);
    });

    it.each([
      [5, 0],
      [1, 2],
    ])('says that a step of %d s in a worker is longer by %d s', async (seconds, prolonged) => {
      const runtime = { resultWait: 0 };
      const during = async () => {
        const ready = clock + seconds * 1000;
        for (let turn = 0; turn < 2; turn++) await setImmediate();
        clock = Math.max(clock, ready);
        runtime.resultWait += (clock - ready) / 1000;
      };
      const { trainer } = setUp(1, { config, phases: [{ ...phases[0], train: slow }] }, { during, runtime });
      expect(await times(trainer)).toEqual([
        { dataWait: 3 + prolonged, stepSeconds: 3 + seconds + prolonged },
        { dataWait: prolonged, stepSeconds: seconds + prolonged },
      ]);
    });

    it('does not wait where steps compute on tfjs, but says how long the batch took', async () => {
      const runtime = await EagerRuntime.create({ backend: 'cpu' });
      const model = JointModel.create({ discriminator, generator: generatorConfig({ discriminator, generatorFraction: 1 }) }, { seed: 0 });
      const trainer = new JointTrainer(runtime, { model, moments: createMoments(model.variables) }, config, [{ ...phases[0], train: slow }]);
      // tfjs takes no time on this clock.
      expect(await times(trainer)).toEqual([
        { dataWait: 6, stepSeconds: 6 },
        { dataWait: 3, stepSeconds: 3 },
      ]);
    });
  });

  it('feeds no temperature and no positions unless they change', async () => {
    const { fedWhole, trainer } = setUp(1);
    await trainer.update(1);
    expect(Object.keys(fedWhole[0])).not.toEqual(expect.arrayContaining(['temperature']));
    expect(Object.keys(fedWhole[0])).not.toEqual(expect.arrayContaining(['positionIds']));
  });

  it('feeds the temperature of the schedule, and positions within those of the next phase', async () => {
    const moved = pretrainingConfig.parse({
      ...config,
      data: { path: 'x', randomPositions: true },
      objective: { maskProbability: 0.3, startTemperature: 3, temperatureSteps: 2 },
    });
    const short = { train: shards, batchSize: 3, first: 1, last: 50 };
    const long = { train: { ...shards, sequenceLength: 40 } as ShardSet, batchSize: 3, first: 51, last: 100 };
    const longest = { ...long, train: { ...shards, sequenceLength: 4000 } as ShardSet, first: 101, last: 150 };
    const { fedWhole, trainer } = setUp(1, { config: moved, phases: [short, long, longest] });
    for (const n of [1, 3]) await trainer.update(n);
    const [first, third] = fedWhole;
    expect(first['temperature'].data[0]).toBe(3);
    expect(third['temperature'].data[0]).toBeCloseTo(1 + 2 / Math.E, 6);
    const starts = [first, third].flatMap(({ positionIds: { data } }) => [data[0], data[6], data[12]]);
    expect(new Set(starts).size).toBeGreaterThan(3);
    expect(first['positionIds'].shape).toEqual([3, 6]);
    starts.forEach((start) => expect(start).toBeLessThanOrEqual(34));
  });

  it.each([1, 3])('draws its noise by the seed of the run, also what is diagnosed, in %d parts', async (accumulate) => {
    const seedsOf = async (seed: number) => {
      const { seeds, trainer } = setUp(1, { config: { ...config, seed, training: { ...config.training, accumulate } }, phases });
      await trainer.diagnose(1);
      return new Set(seeds);
    };
    const [first, second] = [await seedsOf(1), await seedsOf(2)];
    expect([first.size, second.size, new Set([...first, ...second]).size]).toEqual([1, 1, 2]);
    expect([...first, ...second]).toEqual([expect.any(Number), expect.any(Number)]);
  });

  it.each([
    ['replacements', { sampler: 'uniform' }],
    ['replacements', { sampler: 'unigram' }],
    ['cropIds', { name: 'coco-lm' }],
  ] as const)('draws %s of %j by the step and the seed of the run', async (feed, objective) => {
    // The same example in each row of each batch, of which crops begin at five places.
    const copyExample: ShardSet['copyExample'] = (_, { ids, attentionMask }, row) => {
      for (let t = 0; t < 40; t++) ids[row * 40 + t] = 10 + t;
      attentionMask.fill(1, row * 40, row * 40 + 40);
    };
    const train = { ...shards, size: 1, sequenceLength: 40, copyExample } as ShardSet;
    const draw = async (n: number, seed: number) => {
      const drawing = { ...config, seed, objective: { ...config.objective, ...objective } };
      const unigram = new Unigram(new Float64Array(20).fill(1));
      const { fedWhole, trainer } = setUp(1, { config: drawing, phases: [{ train, batchSize: 8, first: 1, last: 100 }], unigram });
      await trainer.update(n);
      return fedWhole[0][feed].data;
    };
    const first = await draw(1, 0);
    expect(await draw(1, 0)).toEqual(first);
    expect(await draw(2, 0)).not.toEqual(first);
    expect(await draw(1, 1)).not.toEqual(first);
  });

  it('reports a loss that is not a number, and goes on', async () => {
    const { trainer } = setUp(NaN);
    expect(await trainer.update(4)).toMatchObject({ loss: NaN });
    expect(await trainer.update(5)).toMatchObject({ loss: NaN });
  });
});

describe('what a step draws', () => {
  /** The same rows at every step: one epoch is one batch, in an order that changes only rows. */
  const same = { ...shards, size: 1 } as ShardSet;
  const placesOf = (n: number, objective = config.objective) =>
    maskedTrainingBatch([{ train: same, batchSize: 64, first: 1, last: 100 }], { ...config, objective }, n).positions;

  it('is masked anew at each step', () => {
    expect(placesOf(1)).not.toEqual(placesOf(2));
  });

  it('has the share and the strategy of the configuration', () => {
    // Of six tokens: round(0.3 * 6) and round(0.7 * 6).
    const perRow = (maskProbability: number) => placesOf(1, { ...config.objective, maskProbability }).length / 64;
    expect([perRow(0.3), perRow(0.7)]).toEqual([1, 4]);
    const whole = { ...config, data: { ...config.data, masking: 'whole-word' as const } };
    // The source's word starts are all 0: three candidates are one word, and start at its first token.
    const { positions } = maskedTrainingBatch([{ train: same, batchSize: 64, first: 1, last: 100 }], whole, 1);
    expect(positions).toEqual(Int32Array.from({ length: 64 }, (_, row) => row * 6 + 1));
  });

  it('begins a phase at the first of its examples', () => {
    const second = { train: shards, batchSize: 3, first: 5, last: 100 };
    const alone = { train: shards, batchSize: 3, first: 1, last: 100 };
    const numbers = (phase: typeof alone, n: number) => {
      const { ids, positions, labels, weights } = maskedTrainingBatch([phase], config, n);
      positions.forEach((position, slot) => weights[slot] && (ids[position] = labels[slot]));
      return [0, 1, 2].map((row) => ids[row * 6 + 1]);
    };
    expect([5, 6, 7].map((n) => numbers(second, n))).toEqual([1, 2, 3].map((n) => numbers(alone, n)));
  });
});
