import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snippets, withoutTypes } from '../readme/readme-snippet.mjs';

const root = join(__dirname, '..', '..');

describe('docs/several-tasks.md', () => {
  it('has a program that teaches two tasks to one encoder', () => {
    const [program, ...others] = snippets(join(root, 'docs', 'several-tasks.md'));
    expect(others).toEqual([]);
    const scratch = mkdtempSync(join(tmpdir(), 'several-tasks-'));
    // Beside the package whose dependencies it needs.
    const file = join(root, 'packages', 'tasks', `.several-tasks-${process.pid}.mjs`);
    writeFileSync(file, withoutTypes(program));
    try {
      const { metrics, answers } = JSON.parse(execFileSync(process.execPath, [file], { cwd: scratch, encoding: 'utf8' }));
      expect(metrics.mean).toBe((metrics['opinions/accuracy'] + metrics['nouns/FB1']) / 2);
      expect(metrics.mean).toBeGreaterThan(0.9);
      expect(answers).toMatchObject([{ label: 'positive' }, { entities: [{ label: 'NOUN', text: 'song' }] }]);
    } finally {
      rmSync(file);
      rmSync(scratch, { recursive: true });
    }
  }, 120_000);
});
