import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePretrainingRun } from '../runs/runs.fixture.js';
import { runEvaluator } from './run-evaluator.fixture.js';

describe('electra-evaluator detect --summary', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'summary-'));
    await writePretrainingRun(folder, { networks: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const detect = (args: string[], input: string) => runEvaluator(['detect', '--model', folder, '--engine', 'cpu', '--input', '-', ...args], input);

  it('scores each text as the sum of its tokens', async () => {
    const input = 'the chef cooked\nbad meal\n';
    const tokens = JSON.parse((await detect(['--json'], input)).out) as { tokens: { logit: number; replaced: number }[] }[];
    const { status, out } = await detect(['--summary', '--json'], input);
    expect(status).toBe(0);
    const scores = JSON.parse(out) as Record<string, number>[];
    expect(scores.map(({ text, tokenCount }) => [text, tokenCount])).toEqual([['the chef cooked', 4], ['bad meal', 2]]);
    scores.forEach(({ meanReplaced, maxReplaced, logOriginal, pseudoLogLikelihood }, i) => {
      const replaced = tokens[i].tokens.map((token) => token.replaced);
      expect(meanReplaced).toBeCloseTo(replaced.reduce((sum, each) => sum + each, 0) / replaced.length, 6);
      expect(maxReplaced).toBe(Math.max(...replaced));
      expect(logOriginal).toBeCloseTo(replaced.reduce((sum, each) => sum + Math.log(1 - each), 0), 5);
      expect(pseudoLogLikelihood).toBeCloseTo(-tokens[i].tokens.reduce((sum, { logit }) => sum + logit, 0), 5);
    });
    const lines = (await detect(['--summary'], input)).out.trimEnd().split('\n');
    expect((await detect(['--summary'], '{"text": "bad\\n\\tmeal"}')).out).toMatch(/^(-?\d+\.\d+\t){4}2\tbad\\n\\tmeal\n$/);
    expect(lines[1]).toMatch(/^0\.\d{4}\t0\.\d{4}\t-\d+\.\d{3}\t-?\d+\.\d{3}\t2\tbad meal$/);
  });
});
