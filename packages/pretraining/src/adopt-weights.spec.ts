import { UserError } from '@electra-ts/config';
import { electraConfig, generatorConfig, type ElectraConfig, type Pretrained } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tidy, type Variable } from '@tensorflow/tfjs-core';
import { adoptWeights } from './adopt-weights.js';
import { computedParameters } from './computed-parameters.js';
import { JointModel, type Network } from './joint-model.js';
import type { Sharing } from './sharing.js';
import type { SourceModel } from './source-model.js';

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const tokenizer = Tokenizer.fromVocabulary([...special, 'heart', 'attack']);
const other = Tokenizer.fromVocabulary([...special, 'stent', 'heart', 'valve']);
const config = (vocabSize: number, maxPositionEmbeddings = 4): ElectraConfig =>
  electraConfig({
    vocabSize,
    embeddingSize: 2,
    hiddenSize: 4,
    numHiddenLayers: 1,
    numAttentionHeads: 1,
    intermediateSize: 4,
    maxPositionEmbeddings,
    initializerRange: 0.5,
  });
const WORD = 'electra.embeddings.word_embeddings.weight';
const POSITION = 'electra.embeddings.position_embeddings.weight';

const create = (discriminator: ElectraConfig, seed: number, sharing: Sharing = 'all', languageModel = false) =>
  JointModel.create({ discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }), sharing, languageModel }, { seed });
const stored = ({ config, parameters }: Network): Pretrained => ({
  config,
  json: {},
  where: 'there',
  weights: Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, dataSync }]) => [
      name,
      { shape, dtype: 'float32', data: dataSync.call(parameters[name]).slice() as Float32Array },
    ]),
  ),
});
const rows = (variable: Variable) => variable.arraySync() as number[][];
const values = (network: Network) =>
  Object.fromEntries(Object.entries(network.parameters).map(([name, variable]) => [name, variable.arraySync()]));

beforeAll(() => setBackend('cpu'));

describe('adoptWeights', () => {
  let trained: JointModel;
  let source: SourceModel;

  beforeEach(() => {
    trained = create(config(7), 1);
    source = { from: 'there', discriminator: stored(trained.discriminator), generator: stored(trained.generator), tokenizer, notes: [] };
  });
  afterEach(() => trained.dispose());

  it('takes both networks as they are where the vocabulary is the same', () => {
    const model = create(config(7), 2);
    const before = memory().numTensors;
    const notes = adoptWeights(model, source, tokenizer, true);
    expect(memory().numTensors).toBe(before);
    expect(values(model.discriminator)).toEqual(values(trained.discriminator));
    expect(values(model.generator)).toEqual(values(trained.generator));
    expect(notes).toEqual([expect.stringContaining('the same vocabulary')]);
    model.dispose();
  });

  it('keeps the rows of tokens that a new vocabulary shares, and initializes the rest', () => {
    const [model, fresh] = [create(config(8), 2), create(config(8), 2)];
    const notes = adoptWeights(model, source, other, true);
    const [old, now, start] = [trained, model, fresh].map(({ discriminator }) => rows(discriminator.parameters[WORD]));
    expect(now).toEqual([...old.slice(0, 5), start[5], old[5], start[7]]);
    const bias = 'generator_lm_head.bias';
    const [oldBias, nowBias] = [trained, model].map(({ generator }) => generator.parameters[bias].dataSync());
    expect([...nowBias]).toEqual([...oldBias.slice(0, 5), 0, oldBias[5], 0]);
    const block = 'electra.encoder.layer.0.output.dense.weight';
    expect(rows(model.discriminator.parameters[block])).toEqual(rows(trained.discriminator.parameters[block]));
    expect(notes[0]).toContain('6 of 8 tokens keep their embeddings');
    for (const each of [model, fresh]) each.dispose();
  });

  it('stretches positions to as many as the run has', () => {
    const model = create(config(7, 7), 2);
    adoptWeights(model, source, tokenizer, true);
    const [old, now] = [trained, model].map(({ discriminator }) => rows(discriminator.parameters[POSITION]));
    expect(now.filter((_, i) => i % 2 === 0)).toEqual(old);
    model.dispose();
  });

  it('leaves a generator that does not go on as the seed made it, but for what it shares', () => {
    const [model, fresh] = [create(config(7), 2), create(config(7), 2)];
    adoptWeights(model, source, tokenizer, false);
    const [was, now] = [values(fresh.generator), values(model.generator)];
    const changed = Object.keys(now).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(now[name]));
    expect(changed.sort()).toEqual([WORD, POSITION, 'electra.embeddings.token_type_embeddings.weight'].sort());
    for (const each of [model, fresh]) each.dispose();
  });

  it.each([true, false])('gives disentangled embeddings the same sums, with a generator: %s', (takes) => {
    const model = create(config(7), 2, 'gradient-disentangled');
    adoptWeights(model, source, tokenizer, takes);
    for (const name of [WORD, POSITION]) {
      const sums = tidy(() => computedParameters(model, model.discriminator)[name].dataSync());
      sums.forEach((sum, i) => expect(sum).toBeCloseTo(trained.discriminator.parameters[name].dataSync()[i], 6));
      expect(rows(model.generator.parameters[name])).toEqual(rows(trained.discriminator.parameters[name]));
    }
    model.dispose();
  });

  it('lists what starts anew', () => {
    const model = create(config(7), 2, 'all', true);
    const encoder = Object.fromEntries(Object.entries(source.discriminator.weights).filter(([name]) => name.startsWith('electra.')));
    const notes = adoptWeights(model, { ...source, discriminator: { ...source.discriminator, weights: encoder } }, tokenizer, true);
    expect(notes[1]).toContain('discriminator_predictions.dense.weight');
    expect(notes[2]).toContain('language-model head');
    model.dispose();
  });

  it('needs to know what the ids mean', () => {
    const nameless = { ...source, tokenizer: undefined };
    const [same, another] = [create(config(7), 2), create(config(8), 2)];
    expect(adoptWeights(same, nameless, tokenizer, true)[0]).toContain("taken for this run's");
    expect(() => adoptWeights(another, nameless, other, true)).toThrow(UserError);
    const wrong = { ...source, discriminator: { ...source.discriminator, config: config(9) } };
    expect(() => adoptWeights(same, { ...wrong, tokenizer: undefined }, tokenizer, true)).toThrow(/Copy its tokenizer/);
    for (const each of [same, another]) each.dispose();
  });

  it("refuses a tokenizer with more tokens than the source has embeddings for", () => {
    const model = create(config(8), 2);
    expect(() => adoptWeights(model, { ...source, tokenizer: other }, other, true)).toThrow(UserError);
    expect(() => adoptWeights(model, { ...source, tokenizer: other }, other, true)).toThrow(/at most 7.*8 tokens/s);
    model.dispose();
  });

  it.each(['all', 'word', 'none', 'gradient-disentangled'] as const)("says where a generator's own embeddings are dropped, sharing %s", (sharing) => {
    const untied = create(config(7), 3, 'none');
    const twoTables = { ...source, discriminator: stored(untied.discriminator), generator: stored(untied.generator) };
    const names = { all: [WORD, POSITION, 'electra.embeddings.token_type_embeddings.weight'], word: [WORD] };
    const dropped = sharing in names ? names[sharing as keyof typeof names] : [];
    const notes = (from: SourceModel, takes: boolean) => {
      const model = create(config(7), 2, sharing);
      const said = adoptWeights(model, from, tokenizer, takes).filter((note) => note.includes('of its own'));
      model.dispose();
      return said;
    };
    const found = notes(twoTables, true);
    expect(found).toHaveLength(dropped.length === 0 ? 0 : 1);
    for (const name of dropped) expect(found[0]).toContain(name);
    if (dropped.length > 0) expect(found[0]).toContain(`model.sharing ${sharing}`);
    // Nothing is lost where both have the same, or the generator does not go on.
    expect(notes(source, true)).toEqual([]);
    expect(notes(twoTables, false)).toEqual([]);
    untied.dispose();
  });

  it('refuses weights that are not what their config.json says', () => {
    const model = create(config(7), 2);
    const name = 'electra.encoder.layer.0.output.dense.bias';
    const bias = { shape: [3], dtype: 'float32' as const, data: new Float32Array(3) };
    const discriminator = { ...source.discriminator, weights: { ...source.discriminator.weights, [name]: bias } };
    const adopt = () => adoptWeights(model, { ...source, discriminator }, tokenizer, true);
    expect(adopt).toThrow(/output.dense.bias of shape \[4\].*\[3\]/s);
    model.dispose();
  });
});
