import { UserError } from '@electra-ts/config';
import { defaultRecipe, recipeOverrides, type RecipeOverrides, resolveRecipe } from './recipe.js';

const told = (training: RecipeOverrides) => ({ kind: 'classification', training }) as const;

const network = (maxPositionEmbeddings: number) => ({ maxPositionEmbeddings, numHiddenLayers: 2 });

describe('resolveRecipe', () => {
  it('is the reference\'s unless told otherwise, the user having the last word', () => {
    expect(resolveRecipe(told({}), {}, network(512))).toEqual(defaultRecipe);
    const changed = resolveRecipe(told({ epochs: 10, batchSize: 16 }), { epochs: 1, learningRate: undefined }, network(512));
    expect(changed).toEqual({ ...defaultRecipe, epochs: 1, batchSize: 16 });
  });

  it('shortens the default length to what the model can read, but not a length that was asked for', () => {
    expect(resolveRecipe(told({}), {}, network(64)).maxLength).toBe(64);
    expect(() => resolveRecipe(told({ maxLength: 128 }), {}, network(64))).toThrow(UserError);
    expect(() => resolveRecipe(told({}), { maxLength: 128 }, network(64))).toThrow(/at most 64 tokens/);
  });

  it('refuses a batch that cannot be divided into its parts', () => {
    expect(resolveRecipe(told({ accumulate: 8 }), {}, network(64))).toMatchObject({ batchSize: 32, accumulate: 8 });
    expect(() => resolveRecipe(told({ accumulate: 5 }), {}, network(64))).toThrow(/divisible by training\.accumulate, 5, received 32/);
  });

  it('reads questions as the reference does, and refuses what a kind of task has not', () => {
    const recipe = resolveRecipe({ kind: 'question-answering', training: {} }, { stride: 64 }, network(384));
    expect(recipe).toMatchObject({ epochs: 2, maxLength: 384, stride: 64, questionLength: 64, answerLength: 30 });
    expect(() => resolveRecipe(told({}), { stride: 64 }, network(512))).toThrow(/training.stride has no effect.*question answering/);
    expect(resolveRecipe(told({ head: 'pooled' }), {}, network(512)).head).toBe('pooled');
    expect(() => resolveRecipe({ kind: 'tagging', training: { head: 'pooled' } }, {}, network(512))).toThrow(/training.head has no effect/);
    expect(() => resolveRecipe(told({ swapPairs: true }), {}, network(512))).toThrow(/only for tasks of pairs/);
    expect(resolveRecipe({ ...told({ swapPairs: true }), pair: 'b' }, {}, network(512)).swapPairs).toBe(true);
  });
});

describe('recipeOverrides', () => {
  it('takes what may be said, up to its ends', () => {
    const said = { epochs: 0.5, warmupShare: 0, weightDecay: 0.1, layerDecay: 1, reinitializeLayers: 0, maxLength: 8, patience: 1 };
    expect(recipeOverrides.parse(said)).toEqual(said);
    for (const wrong of [{ weightDecay: -0.1 }, { warmupShare: 1.1 }, { layerDecay: 0 }, { layerDecay: 1.1 }, { maxLength: 7 }, { patience: 0 }]) {
      expect(recipeOverrides.safeParse(wrong).success).toBe(false);
    }
  });
});
