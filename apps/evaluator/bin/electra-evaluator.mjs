#!/usr/bin/env node
// Committed, so that `npm ci` finds a file to link. A fresh clone has no dist yet and builds it once;
// the published package always has it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  process.stderr.write('electra-evaluator: no build yet, running "nx build evaluator" once\n');
  execFileSync('npx', ['nx', 'build', 'evaluator'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 2, 2],
  });
}
const { main } = await import(entry.href);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`electra-evaluator: ${error.message}\n`);
  process.exitCode = 1;
}
