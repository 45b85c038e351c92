import type { RandomSource } from '@electra-ts/ops';
import { log, ones, type Scalar, setBackend, tensor1d, type Tensor, tensor2d, type Tensor2D, tidy, zeros } from '@tensorflow/tfjs-core';
import { JointModel, type Network } from '../joint-model.js';
import { smallConfig, smallFeeds } from '../small-model.fixture.js';
import type { Objective, ObjectiveName } from './objective.js';
import { objectives, usualSharing } from './objectives.js';

/** What the generator gives each of the seven tokens, in every place. */
export const generatorSays = [0.05, 0.05, 0.1, 0.1, 0.1, 0.2, 0.4];
/** What the language model on the discriminator's encoder gives them. */
export const languageModelSays = [0.1, 0.1, 0.1, 0.1, 0.1, 0.25, 0.25];
/** The discriminator's logit of every token: it takes three of four for replaced. */
export const detects = Math.log(3);

/**
 * The text is [2 5 3], [2 6 6] with the 5 and the last 6 masked (`smallFeeds`). Both come out as 6, so that of six tokens one is
 * replaced, and of the two that were masked the first.
 */
const samples = [6, 0, 6, 0];
const sampling: RandomSource = {
  // The middle of what each sample may be drawn by.
  uniform: () => tensor1d(samples.map((id) => generatorSays.slice(0, id).reduce((sum, share) => sum + share, generatorSays[id] / 2))),
  keepMask: () => {
    throw new Error('expected no dropout');
  },
};

/** Makes a network's last states the same everywhere, and its heads say what they are to say whatever these are. */
function fix({ parameters }: Network, says: readonly number[]): void {
  const set = (name: string, value: () => Tensor): void => {
    if (name in parameters) tidy(() => parameters[name].assign(value()));
  };
  const flat = (name: string) => set(name, () => zeros(parameters[name].shape));
  flat('electra.encoder.layer.0.output.LayerNorm.weight');
  set('electra.encoder.layer.0.output.LayerNorm.bias', () => ones(parameters['electra.encoder.layer.0.output.LayerNorm.bias'].shape));
  flat('generator_predictions.LayerNorm.weight');
  flat('generator_predictions.LayerNorm.bias');
  set('generator_lm_head.bias', () => log(tensor1d([...says])));
  flat('discriminator_predictions.dense_prediction.weight');
  set('discriminator_predictions.dense_prediction.bias', () => tensor1d([detects]));
}

/**
 * The losses of an objective where all that the networks say is known, so that they can be derived by hand. The weights
 * of the losses are 1 unless given.
 *
 * @param more further feeds
 */
export async function knownLosses(
  name: ObjectiveName,
  { weights = {}, more = {} }: { readonly weights?: Partial<Objective>; readonly more?: Readonly<Record<string, Tensor>> } = {},
): Promise<Record<string, number>> {
  await setBackend('cpu');
  const { languageModel } = objectives[name];
  const sharing = usualSharing({ name });
  const generator = sharing === 'network' ? smallConfig.discriminator : smallConfig.generator;
  const model = JointModel.create({ ...smallConfig, generator, sharing, languageModel }, { seed: 1 });
  fix(model.discriminator, generatorSays);
  fix(model.generator, generatorSays);
  if (model.languageModel) fix(model.languageModel, languageModelSays);
  const objective: Objective = { generatorWeight: 1, discriminatorWeight: 1, temperature: 1, name, ...weights };
  const found = tidy(() => {
    const { loss, results } = objectives[name].losses(model, { ...smallFeeds(), ...more }, objective, sampling);
    return Object.fromEntries(Object.entries({ loss, ...results }).map(([key, value]) => [key, (value as Scalar).dataSync()[0]]));
  });
  model.dispose();
  return found;
}

/** Crops of the two examples: any other text, as all states are the same. */
export const knownCrops = (): Record<string, Tensor> => ({
  cropIds: tensor2d([[2, 3, 0], [2, 6, 3]], undefined, 'int32'),
  cropTypes: zeros([2, 3], 'int32') as Tensor2D,
  cropMask: tensor2d([[1, 1, 0], [1, 1, 1]]),
});

/** Expects these losses and no others, and their sum. */
export function expectLosses(found: Readonly<Record<string, number>>, expected: Readonly<Record<string, number>>): void {
  const { loss, ...losses } = found;
  expect(Object.keys(losses)).toEqual(Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) expect(losses[name]).toBeCloseTo(value, 5);
  expect(loss).toBeCloseTo(Object.values(expected).reduce((sum, value) => sum + value, 0), 4);
}
