import { didYouMean, UserError } from '@electra-ts/config';

/**
 * Which folder is whose, of several tasks: each `--data` is `NAME=FOLDER`.
 *
 * @param names of the tasks
 * @param given the values of `--data`, in any order
 * @returns the folders in the order of `names`
 * @throws UserError for one without a task's name, a task without one, and a task with two
 */
export function dataOfTasks(names: readonly string[], given: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const text of given) {
    // A name may have an equals sign in it, and so may a folder.
    const name = names.filter((each) => text.startsWith(`${each}=`)).sort((a, b) => b.length - a.length).at(0);
    const folder = name === undefined ? '' : text.slice(name.length + 1);
    if (name === undefined || folder === '') {
      const guess = didYouMean(text.split('=')[0], names);
      throw new UserError({
        what: '--data does not say whose folder it is, where there are several tasks',
        expected: `NAME=FOLDER, with NAME one of ${names.join(', ')}`,
        received: text,
        remedy: guess === undefined || guess === name ? undefined : `Did you mean '${guess}'?`,
      });
    }
    if (found.has(name)) throw new UserError({ what: `--data names two folders for the task '${name}'`, expected: 'one', received: `${found.get(name)} and ${folder}` });
    found.set(name, folder);
  }
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) {
    throw new UserError({
      what: `There is no data for ${missing.map((name) => `the task '${name}'`).join(' and ')}`,
      expected: `--data ${missing[0]}=FOLDER`,
      received: given.join(', '),
    });
  }
  return names.map((name) => found.get(name) ?? '');
}
