import { UserError } from '@electra-ts/config';
import { CommanderError, type Command } from 'commander';
import { assertOwnCommandLine } from './huge-pages.js';
import { Interrupted } from './interrupted.js';
import { outliveReaders } from './outlive-readers.js';
import { Rerun } from './rerun.js';

/**
 * Runs a command line and tells its exit status: 0 done, 1 it failed, 2 what the user gave is wrong, 130, 143 or 129
 * stopped by a signal after saving; 141, from the process itself, where nobody reads its results any more. Failures go to standard error as one paragraph, with a stack only where `--debug` was given.
 *
 * @param program the commands; `--debug` is added to it
 * @param args what the user typed, without node and the script
 */
export async function runCommandLine(program: Command, args: readonly string[]): Promise<number> {
  outliveReaders();
  program.option('--debug', 'show where in the code a failure happened');
  for (const command of [program, ...program.commands]) {
    // A flag may stand before or after the command's name.
    if (command !== program) command.option('--debug', 'show where in the code a failure happened');
    command.exitOverride().showHelpAfterError(`Try "${nameOf(command)} --help".`);
  }
  requireLast(program);
  try {
    assertOwnCommandLine(args);
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : 2; // commander has printed it
    }
    if (error instanceof Rerun) return error.status;
    process.stderr.write(`${program.name()}: ${describe(error, args.includes('--debug'))}\n`);
    if (error instanceof Interrupted) return error.status;
    return error instanceof UserError ? error.exitStatus : 1;
  }
}

/**
 * Lets commander look for required options last: it looks before it knows whether there are unknown ones, so that who
 * mistypes a required option would hear that it is missing, and not what was meant.
 */
function requireLast(program: Command): void {
  const required = program.commands.flatMap((command) => command.options.filter(({ mandatory }) => mandatory));
  for (const option of required) option.makeOptionMandatory(false);
  program.hook('preAction', (_, command) => {
    const missing = command.options.filter((option) => required.includes(option) && command.getOptionValue(option.attributeName()) === undefined);
    if (missing.length === 0) return;
    const flags = missing.map((option) => `'${option.flags}'`).join(', ');
    command.error(`error: required option${missing.length === 1 ? '' : 's'} ${flags} not specified`);
  });
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`;
}

function describe(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (debug) return error.stack ?? error.message;
  return error instanceof UserError || error instanceof Interrupted
    ? error.message
    : `${error.message} (--debug shows where)`;
}
