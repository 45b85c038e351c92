import { readFile } from 'node:fs/promises';
import type { Asset } from '../serve-model.js';
import { markup } from './markup.js';
import { style } from './style.js';

/** The page's script and what it imports. */
const scripts = ['after-pause', 'answer-parts', 'ask', 'candidates', 'client', 'elements', 'newest', 'percent', 'task-questions', 'token-changes', 'word-around'];

/**
 * The page's files by their address: all that is served besides answers. Scripts are this package's own, compiled.
 *
 * @param folder where they lie
 */
export async function pageAssets(folder: URL): Promise<Record<string, Asset>> {
  const compiled = scripts.map(async (name): Promise<[string, Asset]> => [
    `/${name}.js`,
    { type: 'text/javascript', content: await readFile(new URL(`${name}.js`, folder), 'utf8') },
  ]);
  return {
    '/': { type: 'text/html', content: markup },
    '/style.css': { type: 'text/css', content: style },
    ...Object.fromEntries(await Promise.all(compiled)),
  };
}
