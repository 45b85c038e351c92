import { UserError } from '@electra-ts/config';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { Command } from 'commander';
import { Rerun } from './rerun.js';

/** What tells glibc's malloc to ask for huge pages; it is read once, before a program's first line (glibc's manual, "Memory Allocation Tunables"). */
const TUNABLE = 'glibc.malloc.hugetlb=1';

/** First version of glibc that knows the tunable. */
const FIRST_GLIBC = 2.35;

const MODES = '/sys/kernel/mm/transparent_hugepage/enabled';

/** The part of this process and its machine that matters. */
export interface HugePagesHost {
  readonly env: NodeJS.ProcessEnv;
  /** Version of the C library, such as '2.36'; undefined where it is not glibc. */
  glibc(): string | undefined;
  /** What the kernel's file of modes says, such as 'always [madvise] never'; undefined where there is none. */
  modes(): string | undefined;
}

const thisHost: HugePagesHost = {
  env: process.env,
  glibc: () => {
    const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
    return header.glibcVersionRuntime;
  },
  modes: () => {
    try {
      return readFileSync(MODES, 'utf8');
    } catch {
      return undefined; // not Linux, or a kernel without them
    }
  },
};

/**
 * Gives a command the option `--huge-pages`. With it the command runs in a second process, whose memory the kernel may back with
 * huge pages: that is decided before a program's first line. The second process has the terminal, gets the signals and ends
 * where the first one does, whatever ends it.
 */
export function withHugePages(command: Command, host: HugePagesHost = thisHost): Command {
  command.option('--huge-pages', 'memory in huge pages: faster steps, a later first one (Linux)', false);
  return command.hook('preAction', (_, chosen) => {
    if (chosen.getOptionValue('hugePages') !== true) return undefined;
    if (!takeHugePages(host)) return runAgain(host);
    endWithParent();
    return undefined;
  });
}

/**
 * Refuses `--huge-pages` to a program that runs a command by itself: a second process would run all of that program again.
 *
 * @param args what follows the command's name
 * @param typed what follows the script's name in the process's own command line
 * @throws UserError where the option is among them and they differ
 */
export function assertOwnCommandLine(args: readonly string[], typed: readonly string[] = process.argv.slice(2)): void {
  if (!args.includes('--huge-pages') || args.join('\0') === typed.join('\0')) return;
  throw new UserError({ what: '--huge-pages is for the command line', remedy: `From a program, begin it with GLIBC_TUNABLES=${TUNABLE} in its environment instead` });
}

/** Whether this process was begun with huge pages; takes that out of the environment, so that what it begins itself decides anew. */
function takeHugePages({ env }: HugePagesHost): boolean {
  const tunables = (env['GLIBC_TUNABLES'] ?? '').split(':');
  if (!tunables.includes(TUNABLE)) return false;
  const others = tunables.filter((each) => each !== TUNABLE);
  if (others.length === 0) delete env['GLIBC_TUNABLES'];
  else env['GLIBC_TUNABLES'] = others.join(':');
  return true;
}

/** @throws Rerun with the status of the process that has run the command */
async function runAgain(host: HugePagesHost): Promise<never> {
  const glibc = host.glibc();
  const modes = host.modes();
  // As a number: Node 20 runs on no glibc before 2.28, so that minor versions have two digits.
  if (glibc === undefined || !(Number(glibc) >= FIRST_GLIBC) || modes === undefined || modes.includes('[never]')) {
    throw new UserError({
      what: '--huge-pages cannot be had here',
      expected: `Linux with glibc ${FIRST_GLIBC} or later, and 'madvise' or 'always' in ${MODES}`,
      received: `${glibc === undefined ? 'another C library' : `glibc ${glibc}`}, ${modes === undefined ? 'no such file' : `'${modes.trim()}'`}`,
      remedy: 'Leave it out',
    });
  }
  const tunables = [host.env['GLIBC_TUNABLES'], TUNABLE].filter((each) => each !== undefined && each !== '').join(':');
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    // The channel closes when this process ends, also by a signal that nobody can catch.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...host.env, GLIBC_TUNABLES: tunables },
  });
  throw new Rerun(await statusOf(child));
}

/** Waits for a process, passing on what should stop it. */
async function statusOf(child: ChildProcess): Promise<number> {
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, passOn);
  try {
    const [status, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return status ?? 128 + constants.signals[signal ?? 'SIGTERM'];
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}

/** Lets this process save and end, as after SIGTERM, when the one that began it has ended. */
function endWithParent(): void {
  if (process.channel === undefined) return; // the user's own GLIBC_TUNABLES
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
