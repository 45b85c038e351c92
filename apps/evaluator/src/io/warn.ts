import { oneLine } from './one-line.js';

/** Tells what the user should hear, on standard error. */
export function warn(message: string): void {
  process.stderr.write(`warning: ${oneLine(message)}\n`);
}
