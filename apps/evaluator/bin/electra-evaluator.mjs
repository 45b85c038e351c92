#!/usr/bin/env node
// Committed, so that `npm ci` finds a file to link. A clone builds what it runs when that is missing or older than its
// sources; the published package has its build, and no tools.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const entry = new URL('../dist/main.js', import.meta.url);
const builder = new URL('../../../tools/node/build-when-stale.mjs', import.meta.url);
try {
  if (existsSync(builder)) {
    const { buildWhenStale } = await import(builder.href);
    buildWhenStale('evaluator', { entry: fileURLToPath(entry) });
  }
  const { main } = await import(entry.href);
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`electra-evaluator: ${error.message}\n`);
  process.exitCode = 1;
}
