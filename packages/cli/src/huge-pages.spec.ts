import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { assertOwnCommandLine, type HugePagesHost, withHugePages } from './huge-pages.js';

const host: HugePagesHost = { env: {}, glibc: () => '2.36', modes: () => 'always [madvise] never\n' };

const run = async (changes: Partial<HugePagesHost>, args = ['bread', '--huge-pages']) => {
  const baked = jest.fn();
  const program = new Command('bake').exitOverride();
  withHugePages(program.command('bread'), { ...host, ...changes }).action(baked);
  await program.parseAsync(args, { from: 'user' });
  return baked.mock.calls.length;
};

describe('withHugePages', () => {
  // A worker of jest has a channel to its parent, as the second process of a command has.
  beforeAll(() => {
    Object.defineProperty(process, 'channel', { value: undefined, configurable: true, writable: true });
  });

  it('runs the command as it is without the option', async () => {
    expect(await run({ glibc: () => undefined }, ['bread'])).toBe(1);
  });

  it('runs the command in a process that was begun with huge pages, whose own children decide anew', async () => {
    const env: NodeJS.ProcessEnv = { GLIBC_TUNABLES: 'glibc.malloc.check=0:glibc.malloc.hugetlb=1' };
    expect(await run({ env })).toBe(1);
    expect(env).toEqual({ GLIBC_TUNABLES: 'glibc.malloc.check=0' });
    const alone: NodeJS.ProcessEnv = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };
    expect(await run({ env: alone })).toBe(1);
    expect(alone).toEqual({});
  });

  it.each([
    [{ glibc: () => undefined }, /received another C library, 'always \[madvise\] never'\. Leave it out\./],
    [{ glibc: () => '2.31' }, /expected Linux with glibc 2\.35 or later, .* received glibc 2\.31/],
    [{ modes: () => undefined }, /no such file/],
    [{ modes: () => 'always madvise [never]' }, /'always madvise \[never\]'/],
  ])('refuses where there are none: %#', async (changes, message) => {
    await expect(run(changes)).rejects.toMatchObject({ name: 'UserError', message: expect.stringMatching(message) });
  });
});

describe('assertOwnCommandLine', () => {
  it('refuses the option where the process was begun for something else', () => {
    expect(() => assertOwnCommandLine(['bread', '--huge-pages'], ['bread', '--huge-pages'])).not.toThrow();
    expect(() => assertOwnCommandLine(['bread'], ['kitchen'])).not.toThrow();
    expect(() => assertOwnCommandLine(['bread', '--huge-pages'], ['kitchen'])).toThrow(/is for the command line\. From a program, begin it with GLIBC_TUNABLES=/);
  });
});

/** Whether huge pages can be asked for on the machine of the tests. */
function hugePagesHere(): boolean {
  try {
    const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
    return Number(header.glibcVersionRuntime) >= 2.35 && !readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8').includes('[never]');
  } catch {
    return false;
  }
}

(hugePagesHere() ? describe : describe.skip)('a program with --huge-pages (skipped where the system has none)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'huge-pages-'));
    const cli = pathToFileURL(join(__dirname, '../dist/index.js')).href;
    // It tells its number and how it began, and then ends with a status, or waits for a signal and tells that.
    await writeFile(
      join(folder, 'bake.mjs'),
      `import { readFileSync } from 'node:fs';
       import { createRequire } from 'node:module';
       import { Interrupted, runCommandLine, withHugePages } from '${cli}';
       const { Command } = createRequire('${join(__dirname, 'x.js')}')('commander');
       const program = new Command('bake');
       withHugePages(program.command('bread <status>')).action(async (status) => {
         const begun = readFileSync('/proc/self/environ', 'utf8').includes('hugetlb=1');
         // Listened to before anything is told: the test answers at once.
         const stopped = status === 'wait' && new Promise((resolve) => {
           const forever = setInterval(() => undefined, 1000);
           for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (console.log(signal), clearInterval(forever), resolve()));
         });
         console.log(JSON.stringify({ pid: process.pid, begun, inherited: process.env.GLIBC_TUNABLES ?? null }));
         if (!stopped) return void (process.exitCode = Number(status));
         await stopped;
         throw new Interrupted(143, 'stopped');
       });
       process.exitCode = (await runCommandLine(program, process.argv.slice(2))) || process.exitCode;`,
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = (status: string): { child: ChildProcess; lines: AsyncIterator<string> } => {
    const child = spawn(process.execPath, [join(folder, 'bake.mjs'), 'bread', status, '--huge-pages'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return { child, lines: createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]() };
  };
  const next = async (lines: AsyncIterator<string>) => (await lines.next()).value as string;

  it('runs in a second process that began with them, and ends with its status', async () => {
    const { child, lines } = start('7');
    const ended = once(child, 'exit');
    const told = JSON.parse(await next(lines)) as { pid: number };
    expect(told).toEqual({ pid: expect.any(Number), begun: true, inherited: null });
    expect(told.pid).not.toBe(child.pid);
    expect(await ended).toEqual([7, null]);
  }, 60_000);

  it('passes a signal on, and waits for what it makes of it', async () => {
    const { child, lines } = start('wait');
    await next(lines);
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect(await next(lines)).toBe('SIGINT');
    expect(await ended).toEqual([143, null]);
  }, 60_000);

  it('is told to end when the first process is killed', async () => {
    const { child, lines } = start('wait');
    await next(lines);
    child.kill('SIGKILL');
    expect(await next(lines)).toBe('SIGTERM');
    expect((await lines.next()).done).toBe(true);
  }, 60_000);
});
