import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { hasRuntimeCode, withoutSpec } from './spec-beside-source.mjs';

const root = join(__dirname, '..', '..');
const projects = ['packages', 'apps'].flatMap((group) => readdirSync(join(root, group)).map((name) => join(group, name)));

describe('hasRuntimeCode', () => {
  it.each([
    ['', false],
    ["import type { A } from './a.js';\nexport interface B extends A { readonly c: string }\nexport type D = B | null;", false],
    ["export { a } from './a.js';\nexport * from './b.js';\nexport type { C } from './c.js';", false],
    ['declare const a: number;\nexport type A = typeof a;', false],
    ["export const names = ['a', 'b'] as const;\nexport type Name = (typeof names)[number];", true],
    ['export enum A { b }', true],
    ['export class A {}', true],
    ['console.log(1);', true],
    ["import './register.js';", true],
  ])('of %j: %p', (source, has) => expect(hasRuntimeCode(source)).toBe(has));
});

describe('withoutSpec', () => {
  it('names files with code that have none, in all folders, and passes over entries, fixtures and types', () => {
    const folder = mkdtempSync(join(tmpdir(), 'specs-'));
    try {
      mkdirSync(join(folder, 'inner'));
      const code = 'export const a = 1;';
      for (const name of ['bare.ts', 'inner/bare.ts', 'index.ts', 'main.ts', 'a.fixture.ts', 'tested.ts', 'tested.spec.ts']) writeFileSync(join(folder, name), code);
      writeFileSync(join(folder, 'types.ts'), 'export interface A { readonly b: string }');
      expect(withoutSpec(folder).map((file) => relative(folder, file))).toEqual(['bare.ts', 'inner/bare.ts']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a spec beside each source file', () => {
  it.each(projects)('%s', (project) => {
    expect(withoutSpec(join(root, project, 'src')).map((file) => relative(root, file))).toEqual([]);
  });
});
