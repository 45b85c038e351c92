import type { ElectraConfig } from '@electra-ts/nn';
import { appliesTo, defaultRecipe, type Recipe, type RecipeOverrides, resolveRecipe, usualRecipe } from './recipe.js';
import type { Task } from './task-file.js';

/** What decides the encoder's updates and their number, and so is the same for all tasks that share one. */
const sharedKeys = ['epochs', 'learningRate', 'warmupShare', 'weightDecay', 'layerDecay', 'reinitializeLayers', 'clipNorm', 'patience'] as const;

/**
 * The recipes of tasks that share an encoder. Of what is the encoder's, all have the user's value, or the one that they
 * agree on, or else the reference's. The rest is each task's own, changed by the user where the task has it.
 *
 * @param user `training` of the configuration, without `mixing`
 * @returns recipes in the order of the tasks, and a warning for each value that tasks did not agree on
 * @throws UserError as `resolveRecipe`
 */
export function sharedRecipes(
  tasks: readonly Task[],
  user: RecipeOverrides,
  network: Pick<ElectraConfig, 'maxPositionEmbeddings' | 'numHiddenLayers'>,
): { readonly recipes: Recipe[]; readonly warnings: string[] } {
  const warnings: string[] = [];
  const usual = tasks.map(usualRecipe);
  const shared = Object.fromEntries(
    sharedKeys.map((key) => {
      if (user[key] !== undefined) return [key, user[key]];
      const values = usual.map((recipe) => recipe[key]);
      if (values.every((value) => value === values[0])) return [key, values[0]];
      const own = tasks.map(({ name }, i) => `${name} ${values[i] ?? 'none'}`).join(', ');
      const value = defaultRecipe[key];
      warnings.push(`training.${key} is ${value ?? 'none'} for all tasks, which share an encoder; by themselves they would have ${own}. Set training.${key} to choose.`);
      return [key, value];
    }),
  ) as Pick<Recipe, (typeof sharedKeys)[number]>;
  const recipes = tasks.map((task) => {
    const own = Object.entries(user).filter(([key]) => appliesTo(key, task) || !tasks.some((other) => appliesTo(key, other)));
    // An undefined value hides none, so that a task's own patience has to go.
    const training = { ...task.training, patience: undefined };
    return resolveRecipe({ ...task, training }, { ...Object.fromEntries(own), ...shared }, network);
  });
  return { recipes, warnings };
}
