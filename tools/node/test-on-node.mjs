// Runs the tests, as README says (`npm test`), on other versions of Node than the one that is installed: the binaries are
// npm's `node-PLATFORM-ARCHITECTURE`, in a temporary folder. Caches are left out, as they do not know the version.
//
//   node tools/node/test-on-node.mjs 22 24 [-- --parallel=1 -p ops …]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';

const all = process.argv.slice(2);
const end = all.indexOf('--');
const { positionals: versions } = parseArgs({ args: end < 0 ? all : all.slice(0, end), allowPositionals: true });
const more = end < 0 ? [] : all.slice(end + 1);
if (versions.length === 0) {
  process.stderr.write('test-on-node: expected versions of Node, such as 22 24\n');
  process.exit(2);
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const shell = process.platform === 'win32';
const folder = mkdtempSync(join(tmpdir(), 'test-on-node-'));
const results = [];
try {
  for (const version of versions) {
    const prefix = join(folder, version);
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    const installed = spawnSync(npm, ['install', '--no-save', '--prefix', prefix, `${name}@${version}`], { cwd: folder, shell, stdio: ['ignore', 2, 2] });
    if (installed.status !== 0) throw new Error(`${name}@${version} cannot be installed`);
    const bin = join(prefix, 'node_modules', name, 'bin');
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NX_DAEMON: 'false' };
    const node = spawnSync('node', ['--version'], { env, shell, encoding: 'utf8' }).stdout.trim();
    process.stdout.write(`Node ${node}: npm test\n`);
    const started = performance.now();
    const { status } = spawnSync(npm, ['test', '--', '--skip-nx-cache', ...more], { env, shell, stdio: 'inherit' });
    const minutes = ((performance.now() - started) / 60_000).toFixed(1);
    results.push({ node, passed: status === 0, minutes });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const { node, passed, minutes } of results) process.stdout.write(`Node ${node}: ${passed ? 'passed' : 'FAILED'} in ${minutes} min\n`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
