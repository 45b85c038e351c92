import { UserError } from '@electra-ts/config';
import { defaultRecipe, resolveRecipe } from './recipe.js';

describe('resolveRecipe', () => {
  it('is the reference\'s unless told otherwise, the user having the last word', () => {
    expect(resolveRecipe({}, {}, 512)).toEqual(defaultRecipe);
    const changed = resolveRecipe({ epochs: 10, batchSize: 16 }, { epochs: 1, learningRate: undefined }, 512);
    expect(changed).toEqual({ ...defaultRecipe, epochs: 1, batchSize: 16 });
  });

  it('shortens the default length to what the model can read, but not a length that was asked for', () => {
    expect(resolveRecipe({}, {}, 64).maxLength).toBe(64);
    expect(() => resolveRecipe({ maxLength: 128 }, {}, 64)).toThrow(UserError);
    expect(() => resolveRecipe({}, { maxLength: 128 }, 64)).toThrow(/at most 64 tokens/);
  });
});
