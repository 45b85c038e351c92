import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readmeSnippet, snippets } from './readme-snippet.mjs';

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
      writeFileSync(file, snippet);
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

  it('finds the first block, and all of them', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'readme-'));
    const file = join(scratch, 'README.md');
    writeFileSync(file, 'x\n```sh\nno\n```\n```ts\nyes();\n```\n```ts\nlater();\n```\n');
    expect(readmeSnippet(file)).toBe('yes();\n');
    expect(snippets(file)).toEqual(['yes();\n', 'later();\n']);
    rmSync(scratch, { recursive: true });
  });
});
