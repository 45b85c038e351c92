import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeClassifier, writeMails } from '../runs/runs.fixture.js';
import { SmallModels } from '../small-models.fixture.js';
import { bin } from './run-evaluator.fixture.js';

// Whole commands, each a process that loads what it needs: seconds on a busy machine.
jest.setTimeout(120_000);

/** Work for hours: resamples, and examples of a task. */
const MANY = '1000000000';

describe('electra-evaluator stopped by a signal', () => {
  const models = new SmallModels();
  const at = (...names: string[]) => models.at(...names);
  beforeAll(async () => {
    for (const name of ['classifier', 'discriminator', 'generator'] as const) await models.write(name);
    for (const seed of [1, 2]) await writeClassifier(at(`tuned-${seed}`), { seed });
    writeMails(at('mails'));
    mkdirSync(at('many'));
    writeFileSync(at('many', 'task.yaml'), 'name: mails\nkind: classification\nlabels: [ham, spam]\n');
    writeFileSync(at('many', 'dev.tsv'), `text\tlabel\n${'the meal cooked the chef\tham\n'.repeat(200_000)}`);
    writeFileSync(at('texts.txt'), 'the [MASK] cooked\n'.repeat(200_000));
  });
  afterAll(() => models.remove());

  /** Starts a command and sends the signal when its engine runs, which it says to who asks for a precision. */
  const stopped = async (args: readonly string[], signal: 'SIGINT' | 'SIGTERM' = 'SIGINT') => {
    const child = spawn(process.execPath, [bin, ...args, '--engine', 'cpu', '--precision', 'float32'], { stdio: 'pipe' });
    let err = '';
    child.stdout.resume();
    child.stderr.on('data', (text) => (err += String(text)));
    const ended = once(child, 'close');
    while (!err.includes('engine cpu')) await once(child.stderr, 'data');
    child.stdin.write('the [MASK] cooked\n');
    // Into the work, past the start.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const sentAt = performance.now();
    child.kill(signal);
    const [status] = await ended;
    return { status, err, seconds: (performance.now() - sentAt) / 1000 };
  };
  const task = () => ['--task', at('many', 'task.yaml'), '--data', at('many')];
  const asking = (model: string, input = at('texts.txt')) => ['--model', at(model), '--input', input];

  it.each<[string, () => string[]]>([
    ['predict', () => ['predict', ...asking('classifier')]],
    ['predict, waiting for standard input', () => ['predict', ...asking('classifier', '-'), '--json']],
    ['detect', () => ['detect', ...asking('discriminator')]],
    ['detect, waiting for standard input', () => ['detect', ...asking('discriminator', '-')]],
    ['embed', () => ['embed', ...asking('discriminator')]],
    ['fill-mask', () => ['fill-mask', ...asking('generator')]],
    ['score', () => ['score', '--model', at('classifier'), ...task(), '--submission', at('answers')]],
    ['compare, asking', () => ['compare', at('tuned-1'), at('tuned-2'), ...task()]],
    ['compare, drawing', () => ['compare', at('tuned-1'), at('tuned-2'), '--task', at('mails', 'task.yaml'), '--data', at('mails'), '--resamples', MANY]],
    ['report', () => ['report', at('tuned-1'), ...task(), '--out', at('report.html')]],
  ])('%s ends with status 130 at once', async (_, args) => {
    const before = readdirSync(models.path).sort();
    const { status, err, seconds } = await stopped(args());
    expect({ status, err }).toEqual({ status: 130, err: expect.stringMatching(/^engine cpu.*\nelectra-evaluator: Stopped\.\n$/) });
    // A batch or two, on a busy machine.
    expect(seconds).toBeLessThan(10);
    expect(readdirSync(models.path).sort()).toEqual(before);
  });

  it('ends quietly with status 141 where nobody reads its results any more', async () => {
    const child = spawn(process.execPath, [bin, 'predict', ...asking('classifier'), '--engine', 'cpu'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (text) => (err += String(text)));
    child.stdout.once('data', () => child.stdout.destroy());
    const [status] = await once(child, 'exit');
    expect({ status, err }).toEqual({ status: 141, err: '' });
  });

  it('ends with status 143 on SIGTERM', async () => {
    expect(await stopped(['predict', ...asking('classifier')], 'SIGTERM')).toMatchObject({ status: 143 });
  });
});
