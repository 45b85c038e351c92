import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readmeSnippet } from '../readme/readme-snippet.mjs';

describe('docs/steering.md', () => {
  it('has a program that steers two runs at once', () => {
    const root = join(__dirname, '..', '..');
    const file = join(root, 'packages', 'pretraining', `.steering-${process.pid}.mjs`);
    const scratch = mkdtempSync(join(tmpdir(), 'steering-'));
    writeFileSync(file, readmeSnippet(join(root, 'docs', 'steering.md')));
    try {
      const out = execFileSync(process.execPath, [file], { cwd: scratch, encoding: 'utf8' });
      for (const [index, end] of JSON.parse(out).entries()) {
        expect(end).toMatchObject({ type: 'finished', reason: 'stopped', because: 'eight steps are enough' });
        // The update that was in progress when the subscriber spoke is finished first.
        expect([8, 9]).toContain(end.step);
        const saved = readdirSync(join(scratch, `run-${index + 1}`)).filter((name) => name.startsWith('checkpoint-'));
        expect(saved).toEqual([expect.stringMatching(/00000[56]$/), `checkpoint-00000${end.step}`]);
      }
    } finally {
      rmSync(file);
      rmSync(scratch, { recursive: true });
    }
  }, 120_000);
});
