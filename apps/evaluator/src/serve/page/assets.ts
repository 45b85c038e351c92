import { readFile } from 'node:fs/promises';
import type { Asset } from '../serve-model.js';
import { markup } from './markup.js';
import { style } from './style.js';

/** The page's files by their address: all that is served besides answers. The script is this package's own compiled client. */
export async function pageAssets(): Promise<Record<string, Asset>> {
  return {
    '/': { type: 'text/html', content: markup },
    '/style.css': { type: 'text/css', content: style },
    '/client.js': { type: 'text/javascript', content: await readFile(new URL('./client.js', import.meta.url), 'utf8') },
  };
}
