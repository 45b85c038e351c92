import { readFileSync } from 'node:fs';
import ts from 'typescript';

const FENCE = /^```(?:ts|js|typescript|javascript)\n([\s\S]*?)^```/gm;

/**
 * The TypeScript and JavaScript blocks of a Markdown file.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function snippets(path) {
  return [...readFileSync(path, 'utf8').matchAll(FENCE)].map(([, code]) => code);
}

/**
 * The first of them: what a newcomer copies.
 *
 * @param {string} path
 * @returns {string | undefined}
 */
export function readmeSnippet(path) {
  return snippets(path)[0];
}

/**
 * A TypeScript program as JavaScript that Node runs. Its types are not checked: see `typeErrors`.
 *
 * @param {string} code
 * @returns {string}
 */
export function withoutTypes(code) {
  return ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } }).outputText;
}
