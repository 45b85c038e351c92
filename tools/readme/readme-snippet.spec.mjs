import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readmeSnippet } from './readme-snippet.mjs';

const run = promisify(execFile);
const root = join(__dirname, '..', '..');
const packages = readdirSync(join(root, 'packages')).filter((name) => existsSync(join(root, 'packages', name, 'package.json')));

describe('package READMEs', () => {
  // The snippet runs in Node on the built package, from inside its folder, so that it resolves what a user's would.
  it.each(packages)(
    '%s: its first snippet runs',
    async (name) => {
      const folder = join(root, 'packages', name);
      const snippet = readmeSnippet(join(folder, 'README.md'));
      expect(snippet).toContain(`@electra-ts/${name}`);
      const file = join(folder, `.readme-snippet-${process.pid}.mjs`);
      const scratch = mkdtempSync(join(tmpdir(), 'readme-'));
      writeFileSync(file, snippet);
      try {
        await run(process.execPath, [file], { cwd: scratch, timeout: 60_000 });
      } finally {
        rmSync(file);
        rmSync(scratch, { recursive: true });
      }
    },
    70_000,
  );

  it('finds the first block and no other', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'readme-'));
    const file = join(scratch, 'README.md');
    writeFileSync(file, 'x\n```sh\nno\n```\n```ts\nyes();\n```\n```ts\nlater();\n```\n');
    expect(readmeSnippet(file)).toBe('yes();\n');
    rmSync(scratch, { recursive: true });
  });
});
