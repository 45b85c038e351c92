/** Prints "N passed, N failed, N skipped" over every project's jest-results.json; exits 1 unless all passed. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const projects = ['packages', 'apps'].flatMap((group) => readdirSync(group).map((name) => join(group, name)));
let passed = 0;
let failed = 0;
let skipped = 0;
for (const project of [...projects, 'tools']) {
  if (!existsSync(join(project, 'jest.config.cjs'))) continue;
  const file = join(project, 'jest-results.json');
  if (!existsSync(file)) {
    console.error(`${project}: no test results`);
    failed += 1;
    continue;
  }
  const results = JSON.parse(readFileSync(file, 'utf8'));
  passed += results.numPassedTests;
  failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
  skipped += results.numPendingTests;
}
if (skipped > 0) console.log(`skipped: ${skipped} (data or a browser that this machine lacks)`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
