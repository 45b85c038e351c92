import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readmeSnippet, snippets, withoutTypes } from './readme-snippet.mjs';
import { typeErrors } from './type-errors.mjs';

const run = promisify(execFile);
const root = join(__dirname, '..', '..');
const projects = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group)).filter((name) => existsSync(join(root, group, name, 'package.json'))).map((name) => [name, group]),
);

describe('READMEs of packages and apps', () => {
  // The snippet runs in Node on the built package, from inside its folder, so that it resolves what a user's would.
  it.each(projects)(
    '%s: its first snippet runs',
    async (name, group) => {
      const folder = join(root, group, name);
      const snippet = readmeSnippet(join(folder, 'README.md'));
      expect(snippet).toContain(`@electra-ts/${name}`);
      const file = join(folder, `.readme-snippet-${process.pid}.mjs`);
      const scratch = mkdtempSync(join(tmpdir(), 'readme-'));
      writeFileSync(file, withoutTypes(snippet));
      try {
        // As a user stands in a folder: without nx's word of where the tests' own caller stands.
        const env = { ...process.env, INIT_CWD: undefined, NX_TASK_TARGET_TARGET: undefined };
        await run(process.execPath, [file], { cwd: scratch, env, timeout: 60_000 });
      } finally {
        rmSync(file);
        rmSync(scratch, { recursive: true });
      }
    },
    70_000,
  );

  it('compile in a strict TypeScript project, as do the programs of docs', () => {
    const ofPackages = projects.map(([name, group]) => ({ name, code: readmeSnippet(join(root, group, name, 'README.md')), folder: join(root, group, name) }));
    const ofDocs = ['library', 'several-tasks', 'steering'].flatMap((name) =>
      snippets(join(root, 'docs', `${name}.md`)).map((code) => ({ name: `docs/${name}`, code, folder: join(root, 'apps', 'trainer') })),
    );
    expect(ofDocs.length).toBeGreaterThan(4);
    expect(typeErrors([...ofPackages, ...ofDocs])).toEqual([]);
  }, 60_000);

  it('finds the first block, and all of them', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'readme-'));
    const file = join(scratch, 'README.md');
    writeFileSync(file, 'x\n```sh\nno\n```\n```ts\nyes();\n```\n```ts\nlater();\n```\n');
    expect(readmeSnippet(file)).toBe('yes();\n');
    expect(snippets(file)).toEqual(['yes();\n', 'later();\n']);
    rmSync(scratch, { recursive: true });
  });

  it('leaves types out of what runs', () => {
    expect(withoutTypes('const x: number = 1;\n')).toBe('const x = 1;\n');
  });
});
