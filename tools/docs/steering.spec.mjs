import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readmeSnippet, withoutTypes } from '../readme/readme-snippet.mjs';

describe('docs/steering.md', () => {
  it('has a program that steers two runs at once', () => {
    const root = join(__dirname, '..', '..');
    const file = join(root, 'packages', 'pretraining', `.steering-${process.pid}.mjs`);
    const scratch = mkdtempSync(join(tmpdir(), 'steering-'));
    writeFileSync(file, withoutTypes(readmeSnippet(join(root, 'docs', 'steering.md'))));
    try {
      const out = execFileSync(process.execPath, [file], { cwd: scratch, encoding: 'utf8' });
      for (const [index, end] of JSON.parse(out).entries()) {
        expect(end).toMatchObject({ type: 'finished', reason: 'stopped', because: 'eight steps are enough' });
        // Training goes on while an event's row is written: a step or two on a quick disk, more on a busy one.
        expect(end.step).toBeGreaterThanOrEqual(8);
        expect(end.step).toBeLessThan(100);
        const saved = readdirSync(join(scratch, `run-${index + 1}`)).filter((name) => name.startsWith('checkpoint-'));
        const steps = saved.map((name) => Number(name.slice('checkpoint-'.length))).sort((a, b) => a - b);
        // The one that was asked for and the last: one and the same where the disk is slower than three updates.
        expect(steps[0]).toBeGreaterThanOrEqual(5);
        expect(steps.at(-1)).toBe(end.step);
        expect(steps.length).toBeLessThanOrEqual(2);
      }
    } finally {
      rmSync(file);
      rmSync(scratch, { recursive: true });
    }
  }, 120_000);
});
