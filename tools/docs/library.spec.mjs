import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snippets, withoutTypes } from '../readme/readme-snippet.mjs';

const root = join(__dirname, '..', '..');
const programs = snippets(join(root, 'docs', 'library.md'));

describe('docs/library.md', () => {
  let scratch;
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'library-'));
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  /** What a program prints; each goes on from the files of those before. */
  const run = (index) => {
    // Beside the package whose dependencies it needs.
    const file = join(root, 'packages', 'pretraining', `.library-${index}-${process.pid}.mjs`);
    writeFileSync(file, withoutTypes(programs[index]));
    try {
      return JSON.parse(execFileSync(process.execPath, [file], { cwd: scratch, encoding: 'utf8' }));
    } finally {
      rmSync(file);
    }
  };

  it('has programs of less than 30 lines', () => {
    expect(programs).toHaveLength(3);
    for (const program of programs) expect(program.trim().split('\n').length).toBeLessThan(30);
  });

  it('prepares a stream of text', () => {
    // A fifth of the 400 lines is left out.
    const { examples, documents } = run(0);
    expect(documents).toBe(320);
    expect(examples).toBeGreaterThan(100);
  }, 120_000);

  it('trains an objective of its own', () => {
    const { first, last } = run(1);
    const ln2 = Math.log(2);
    // At the start every logit is about 0: half of ln 2 squared's weight, (1/2)^2 ln 2, where ELECTRA's own loss is ln 2.
    expect(first.discriminatorLoss).toBeCloseTo(ln2 / 4, 1);
    expect(first.discriminatorLoss).toBeLessThan(0.3);
    expect(last.generatorLoss).toBeLessThan(first.generatorLoss);
  }, 120_000);

  it('stops a run by a callback', () => {
    const { because, evaluations } = run(2);
    const [first, ...later] = evaluations;
    expect(first.step).toBeGreaterThanOrEqual(4);
    expect(first.step).toBeLessThanOrEqual(25);
    const fellBy = later.map(({ step, loss }, index) => ({ step, fall: evaluations[index].loss - loss }));
    const end = fellBy.find(({ fall }) => fall < 0.01);
    expect(because).toBe(`no longer falling at step ${end.step}`);
    // The update in progress is finished, and where it was due an evaluation, too.
    expect(evaluations.at(-1).step).toBeLessThan(end.step + 50);
  }, 120_000);
});
