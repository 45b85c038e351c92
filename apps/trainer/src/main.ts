import { runCommandLine } from '@electra-ts/cli';
import { program } from './program.js';

/** Runs `electra-trainer` with what the user typed after its name; the result is the exit status. */
export function main(args: readonly string[]): Promise<number> {
  return runCommandLine(program(), args);
}
