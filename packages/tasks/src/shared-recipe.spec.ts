import { defaultRecipe } from './recipe.js';
import { sharedRecipes } from './shared-recipe.js';
import { taskFile } from './task-file.js';

const network = { maxPositionEmbeddings: 512, numHiddenLayers: 4 };
const task = (name: string, kind: string, training: object = {}, more: object = {}) => taskFile.parse({ name, kind, training, ...more });

describe('sharedRecipes', () => {
  it('gives a task alone its own', () => {
    const { recipes, warnings } = sharedRecipes([task('a', 'classification', { epochs: 10, patience: 2, batchSize: 8 })], {}, network);
    expect(recipes).toEqual([{ ...defaultRecipe, epochs: 10, patience: 2, batchSize: 8 }]);
    expect(warnings).toEqual([]);
  });

  it("has one value of what is the encoder's: the user's, the tasks', or the reference's, and says so", () => {
    const tasks = [task('a', 'classification', { epochs: 10, learningRate: 3e-4, patience: 1 }), task('b', 'tagging', { epochs: 5, learningRate: 3e-4 })];
    const { recipes, warnings } = sharedRecipes(tasks, { weightDecay: 0 }, network);
    for (const recipe of recipes) expect(recipe).toMatchObject({ epochs: 3, learningRate: 3e-4, weightDecay: 0 });
    expect(recipes.map(({ patience }) => patience)).toEqual([undefined, undefined]);
    expect(warnings).toEqual([expect.stringMatching(/training\.epochs is 3 .*a 10, b 5.*Set training\.epochs/), expect.stringMatching(/training\.patience is none .*a 1, b none/)]);
    const told = sharedRecipes(tasks, { epochs: 4, patience: 3 }, network);
    for (const recipe of told.recipes) expect(recipe).toMatchObject({ epochs: 4, patience: 3 });
    expect(told.warnings).toEqual([]);
  });

  it("leaves each task what is its own, and changes it where the task has it", () => {
    const tasks = [task('a', 'classification', { batchSize: 8 }), task('b', 'question-answering'), task('c', 'tagging')];
    const { recipes } = sharedRecipes(tasks, { head: 'pooled', stride: 32, accumulate: 2, epochs: 1 }, network);
    expect(recipes.map(({ batchSize, maxLength, head, stride, accumulate }) => [batchSize, maxLength, head, stride, accumulate])).toEqual([
      [8, 128, 'pooled', undefined, 2],
      [32, 512, undefined, 32, 2],
      [32, 256, undefined, undefined, 2],
    ]);
    expect(() => sharedRecipes(tasks, { swapPairs: true }, network)).toThrow(/training\.swapPairs has no effect/);
  });
});
