import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type IPty, spawn } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';
import { UserFolder } from '../user-folder.fixture.js';

// Whole commands, each a process that loads what it needs: seconds on a busy machine.
jest.setTimeout(300_000);

const settings = (...each: string[]) => each.flatMap((setting) => ['--set', setting]);
const size = { cols: 80, rows: 24 };

/** How a command ended that was stopped at its terminal. */
interface Interrupted {
  readonly status: number;
  /** From then to the end. */
  readonly seconds: number;
  /** What is left on the screen and above it, lines that were broken at the terminal's width joined. */
  readonly lines: readonly string[];
  readonly isCursorVisible: boolean;
}

/** The byte of the key: the terminal makes it a SIGINT of the processes in the foreground. */
const pressControlC = (terminal: IPty) => terminal.write('\x03');

/** As a window is closed, or a connection lost: the system sends SIGHUP, and there is nothing to write to any more. */
const closeTerminal = (terminal: IPty) => (terminal as IPty & { destroy(): void }).destroy();

/** Runs a command on a terminal of its own of 80 columns, and presses Ctrl-C, or does something else, once it shows what `when` looks for. */
function interrupted(folder: UserFolder, args: readonly string[], when: RegExp, act = pressControlC): Promise<Interrupted> {
  const { cwd, env: all } = folder.standing;
  // What is not set would be set to "undefined" here.
  const env = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const process_ = spawn(process.execPath, UserFolder.argv(args), { ...size, name: 'xterm-256color', cwd, env });
  const screen = new Terminal({ ...size, scrollback: 1000, allowProposedApi: true });
  let output = '';
  let pressedAt: number | undefined;
  process_.onData((text) => {
    screen.write(text);
    output += text;
    if (pressedAt !== undefined || !when.test(output)) return;
    pressedAt = performance.now();
    act(process_);
  });
  return new Promise((resolve) => {
    process_.onExit(({ exitCode: status }) => {
      const seconds = (performance.now() - (pressedAt ?? NaN)) / 1000;
      // Written when all before it is.
      screen.write('', () => resolve({ status, seconds, lines: linesOf(screen), isCursorVisible: output.lastIndexOf('\x1b[?25h') >= output.lastIndexOf('\x1b[?25l') }));
    });
  });
}

function linesOf(screen: Terminal): string[] {
  const { active } = screen.buffer;
  const lines: string[] = [];
  for (let row = 0; row < active.length; row++) {
    const line = active.getLine(row);
    const text = line?.translateToString(true) ?? '';
    if (line?.isWrapped) lines.push(`${lines.pop()}${text}`);
    else lines.push(text);
  }
  return lines.filter((line) => line.trim() !== '');
}

describe('electra-trainer on a terminal of 80 columns, after Ctrl-C', () => {
  const folder = new UserFolder();
  const at = (...names: string[]) => folder.at(...names);
  const tiny = settings('model.discriminator.numHiddenLayers=1', 'training.batchSize=4', 'evaluation.batches=1', 'log.every=1');
  const pretrain = (out: string, steps: number) => ['pretrain', '--preset', 'tiny', '--data', 'data', '--out', out, ...tiny, ...settings(`training.steps=${steps}`)];
  beforeAll(async () => {
    expect(await folder.writeData()).toMatchObject({ status: 0 });
  });
  afterAll(() => folder.remove());

  /** Ended in time, with the cursor back, no bar left, and the last line a sentence. */
  function expectEnd({ status, seconds, lines, isCursorVisible }: Interrupted, last: RegExp): void {
    expect({ status, last: lines.at(-1), isCursorVisible }).toEqual({ status: 130, last: expect.stringMatching(last), isCursorVisible: true });
    // A step or two and a save, on a busy machine.
    expect(seconds).toBeLessThan(30);
    expect(lines.filter((line) => /[░▒▓█]/.test(line))).toEqual([]);
  }

  it('pretrain has saved, and says how to go on', async () => {
    const end = await interrupted(folder, pretrain('run', 1_000_000), /step \d+\/1000000/);
    expectEnd(end, /Stopped.*--resume/);
    expect(readdirSync(at('run')).filter((name) => name.startsWith('checkpoint-'))).toHaveLength(1);
  });

  it('pretrain has saved where the terminal is closed', async () => {
    const { status } = await interrupted(folder, pretrain('hung-up', 1_000_000), /step \d+\/1000000/, closeTerminal);
    expect(status).toBe(129);
    expect(readdirSync(at('hung-up')).filter((name) => /^checkpoint-|lock/.test(name))).toEqual([expect.stringMatching(/^checkpoint-/)]);
  });

  it('pretrain says what the first step waits for, and can be stopped there', async () => {
    const end = await interrupted(folder, pretrain('waiting', 1_000_000), /0 % compiling joint step for \w+/);
    expectEnd(end, /Stopped.*--resume/);
  });

  it('finetune has saved, and says how to go on', async () => {
    expect(await folder.run(...pretrain('model', 2), '--quiet')).toMatchObject({ status: 0 });
    mkdirSync(at('task'));
    const rows = Array.from({ length: 200 }, (_, n) => `the ${n % 2 ? 'chef' : 'whale'} ate the meal .\t${n % 2}`);
    for (const split of ['train', 'dev']) writeFileSync(at('task', `${split}.tsv`), ['sentence\tlabel', ...rows, ''].join('\n'));
    const args = ['finetune', '--task', 'sst2', '--model', 'model', '--data', 'task', '--out', 'tuned', ...settings('training.epochs=100000', 'log.every=1')];
    const end = await interrupted(folder, args, /step \d+, loss/);
    expectEnd(end, /[Ss]topped.*--resume/);
    expect(readdirSync(at('tuned')).filter((name) => name.startsWith('checkpoint-'))).not.toEqual([]);
  });

  it('quickstart goes on from there', async () => {
    const small = settings(
      ...['corpus.every=60', 'tokenizer.vocabularySize=600', 'pretraining.phases.0.steps=1000000', 'pretraining.phases.0.batchSize=8', 'pretraining.evaluationBatches=1'],
    );
    const end = await interrupted(folder, ['quickstart', '--out', 'quick', ...small], /step \d+\/\d+/);
    expectEnd(end, /Stopped; what is done is kept in quick\. The same command goes on from there\./);
    expect(readdirSync(at('quick', 'run')).filter((name) => name.startsWith('checkpoint-'))).toHaveLength(1);
  });
});
