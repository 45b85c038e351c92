import { readFileSync } from 'node:fs';

const FENCE = /^```(?:ts|js|typescript|javascript)\n([\s\S]*?)^```/m;

/**
 * The first TypeScript or JavaScript block of a Markdown file: what a newcomer copies.
 *
 * @param {string} path
 * @returns {string | undefined}
 */
export function readmeSnippet(path) {
  return FENCE.exec(readFileSync(path, 'utf8'))?.[1];
}
