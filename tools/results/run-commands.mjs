// Runs the project's commands one after the other, as a user would who stands in a folder, and ends between two of them when it is told to stop.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bins = { 'electra-trainer': 'apps/trainer/bin/electra-trainer.mjs', 'electra-evaluator': 'apps/evaluator/bin/electra-evaluator.mjs' };

/** A command that ended with another status than 0; it has said why. */
export class CommandFailed extends Error {}

export const tell = (message) => process.stderr.write(`${message}\n`);

/** Ctrl-C reaches the command that runs, which saves and ends; what comes after is not begun. */
let stopped = 0;
process.on('SIGINT', () => (stopped = 130));
process.on('SIGTERM', () => (stopped = 143));

/** Ends this process where it was told to stop. */
export function leaveIfStopped() {
  if (stopped === 0) return;
  tell('Stopped; the same command goes on.');
  process.exit(stopped);
}

/**
 * @param {string} cwd where the commands run
 * @returns a function that runs one command, its progress on standard error, and resolves with its standard output
 */
export function commandsIn(cwd) {
  return async (bin, ...flags) => {
    tell(`\n${bin} ${flags.join(' ')}`);
    const child = spawn(process.execPath, [join(root, bins[bin]), ...flags], { stdio: ['ignore', 'pipe', 'inherit'], cwd });
    const terminate = () => child.kill('SIGTERM');
    process.once('SIGTERM', terminate);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    const ended = await new Promise((done) => child.on('close', (code, signal) => done(code ?? signal)));
    process.off('SIGTERM', terminate);
    if (ended === 130 || ended === 143) stopped = ended;
    leaveIfStopped();
    if (ended !== 0) throw new CommandFailed(`${bin} ${flags[0]} ended with ${ended}`);
    return output;
  };
}
