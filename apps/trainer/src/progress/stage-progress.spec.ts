import { StageProgress } from './stage-progress.js';

describe('StageProgress', () => {
  let now: number;
  let shown: string;
  const stage = (options = {}) =>
    new StageProgress({
      title: 'Counting',
      output: { write: (text) => (shown += text) },
      clock: () => now,
      ...options,
    });

  beforeEach(() => {
    now = 0;
    shown = '';
  });

  it('writes a line now and then where output is no terminal', () => {
    const progress = stage();
    for (now = 0; now <= 20_000; now += 1000) progress.update(now / 40_000, 'fast');
    expect(shown.split('\n').filter(Boolean)).toEqual([
      'Counting: 0 %, fast',
      expect.stringMatching(/^Counting: 25 %, fast, 30.*left$/),
      expect.stringMatching(/^Counting: 50 %, fast, 20.*left$/),
    ]);
  });

  it('takes the time left from who knows better', () => {
    stage().update(0.5, 'x', 90);
    expect(shown).toMatch(/1.*30.*left/);
  });

  it('ends with a line that says how long it took', () => {
    const progress = stage();
    now = 5000;
    progress.done('10 things');
    expect(shown).toMatch(/^Counting: 10 things \(5.*\)\n$/);
  });

  it('draws a bar on a terminal and takes it away', () => {
    const output = {
      isTTY: true,
      columns: 80,
      write: (text: string) => (shown += text),
      on: () => undefined,
      removeListener: () => undefined,
    };
    const progress = stage({ output });
    progress.update(0.5, 'half');
    expect(shown).toContain('Counting');
    progress.abandon();
    shown = '';
    progress.note('Note.');
    expect(shown).toBe('Note.\n');
  });

  it('draws a second line of what fits into the terminal, and writes all of it into a log', () => {
    const output = { isTTY: true, columns: 20, write: (text: string) => (shown += text), on: () => undefined, removeListener: () => undefined };
    const progress = stage({ output });
    progress.update(0.5, 'half', 90, ['loss 1.234', 'rate 5', 'memory 7 GB']);
    expect(shown).toContain('loss 1.234, rate 5');
    expect(shown).not.toContain('memory');
    expect(shown).toContain('half 1 min 30 s left');
    progress.abandon();
    shown = '';
    stage().update(0.5, 'half', undefined, ['loss 1.234', 'memory 7 GB']);
    expect(shown).toBe('Counting: 50 %, half, loss 1.234, memory 7 GB, 0.0 s left\n');
  });

  it('shows on a terminal what it waits for, at once and without going back, and then both lines', () => {
    const output = { isTTY: true, columns: 40, write: (text: string) => (shown += text), on: () => undefined, removeListener: () => undefined };
    const progress = stage({ output });
    progress.wait('recording', 'never seen here');
    expect(shown).toMatch(/Counting \S+ 0 % recording/);
    progress.update(0.5, 'half', 90, ['loss 1.234']);
    progress.note('Measured.');
    shown = '';
    progress.wait('compiling');
    expect(shown).toMatch(/Counting \S+ 50 % compiling/);
    shown = '';
    progress.update(0.6, 'more', 90, ['loss 1.234']);
    progress.wait('compiling');
    expect(shown).toContain('loss 1.234');
    progress.abandon();
    expect(shown).not.toContain('never');
  });

  it('writes elsewhere what it waits for where that is worth a line, which puts off no other line', () => {
    const progress = stage();
    progress.wait('live', 'records and compiles');
    progress.wait('live');
    progress.update(0.5, 'half');
    expect(shown).toMatch(/^Counting: records and compiles\nCounting: 50 %, half, .*\n$/);
  });

  it('is silent when asked to be', () => {
    const progress = stage({ quiet: true });
    progress.update(0.5, 'x');
    progress.note('y');
    progress.wait('a', 'b');
    progress.done('z');
    expect(shown).toBe('');
  });
});
