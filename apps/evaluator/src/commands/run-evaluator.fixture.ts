import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** The built command. */
export const bin = join(__dirname, '..', '..', 'bin', 'electra-evaluator.mjs');

/** Runs the built command as a user does. */
export function runEvaluator(args: readonly string[], input = ''): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...args], { maxBuffer: 2 ** 26 }, (error, out, err) =>
      resolve({ status: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end(input);
  });
}
