import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readFileRecords } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { resultsFile } from './finetuning-results.js';
import { multitaskFile } from './multitask-results.js';

/** What a model has whose manifest.json is gone. */
const known = new RegExp(`^(manifest\\.json|config\\.json|${resultsFile}|${multitaskFile}|model.*\\.safetensors(\\.index\\.json)?|tokenizer.*\\.json|special_tokens_map\\.json|vocab\\.txt)$`);

/**
 * What of a fine-tuned model's folder, or one of several tasks' models, is the model's: names directly in the folder. Whatever
 * else is there is somebody's own.
 *
 * @throws UserError where a task's folder, which is the model's as a whole, holds something else
 */
export async function modelNames(folder: string): Promise<string[]> {
  const there = await readdir(folder, { withFileTypes: true });
  const listed = await readFileRecords(folder).then((records) => Object.keys(records), () => undefined);
  if (listed === undefined) return there.map(({ name }) => name).filter((name) => known.test(name));
  const own = new Set(['manifest.json', ...listed.map((file) => file.split('/')[0])]);
  for (const { name } of there.filter((each) => each.isDirectory() && own.has(each.name))) {
    const inside = await readdir(join(folder, name), { recursive: true, withFileTypes: true });
    const files = inside.filter((each) => !each.isDirectory()).map((each) => relative(folder, join(each.parentPath, each.name)).replaceAll(sep, '/'));
    const others = files.filter((file) => !listed.includes(file));
    if (others.length > 0) {
      throw new UserError({
        what: `${join(folder, name)} is to be replaced as a whole, and holds something that is not the model's`,
        expected: 'the files that manifest.json lists',
        received: others.sort().slice(0, 5).join(', '),
        remedy: 'Move it away, or choose another --out; nothing was changed.',
      });
    }
  }
  return there.map(({ name }) => name).filter((name) => own.has(name));
}
