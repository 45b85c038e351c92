/**
 * Packs one package with the workspace packages it needs, checks the archive (publint, are-the-types-wrong),
 * installs all of them into an empty folder and imports the package there, as its user would.
 *
 * Usage: node tools/packages/pack-test.mjs NAME   (the build must be there)
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');
const [name] = process.argv.slice(2);
const folderOf = (short) => ['packages', 'apps'].map((group) => join(root, group, short)).find((path) => existsSync(join(path, 'package.json')));
const manifestOf = (short) => JSON.parse(readFileSync(join(folderOf(short), 'package.json'), 'utf8'));
if (!name || !folderOf(name)) {
  console.error(`pack-test: expected the name of a package or app, received "${name ?? ''}"`);
  process.exit(2);
}

/** The package and every workspace package below it. */
function closure(short, seen = new Set()) {
  if (!seen.has(short)) {
    seen.add(short);
    for (const dependency of Object.keys(manifestOf(short).dependencies ?? {})) {
      if (dependency.startsWith('@electra-ts/')) closure(dependency.slice('@electra-ts/'.length), seen);
    }
  }
  return seen;
}

/** What every archive has, and what none has: tests are of no use without the workspace. */
function checkFiles(short, paths) {
  const missing = ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts'].filter((path) => !paths.includes(path));
  const superfluous = paths.filter((path) => /\.(spec|fixture)\.|\.tsbuildinfo$|^fixtures\//.test(path));
  if (missing.length + superfluous.length === 0) return;
  throw new Error(`the archive of @electra-ts/${short} lacks [${missing.join(', ')}] and should not have [${superfluous.join(', ')}]`);
}

const scratch = mkdtempSync(join(tmpdir(), 'pack-test-'));
const sh = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
try {
  const archives = join(scratch, 'archives');
  mkdirSync(archives);
  const packed = new Map([...closure(name)].map((short) => {
    const [{ filename, files }] = JSON.parse(sh('npm', ['pack', '--json', '--pack-destination', archives], folderOf(short)));
    checkFiles(short, files.map(({ path }) => path));
    return [short, join(archives, filename)];
  }));
  sh('npx', ['publint', '--strict', packed.get(name)], root);
  sh('npx', ['attw', '--profile', 'esm-only', packed.get(name)], root);

  const consumer = join(scratch, 'consumer');
  mkdirSync(consumer);
  writeFileSync(join(consumer, 'package.json'), '{"name":"consumer","private":true,"type":"module"}\n');
  sh('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...packed.values()], consumer);
  const listed = sh(process.execPath, ['-e', `import('@electra-ts/${name}').then((m) => console.log(Object.keys(m).sort().join(' ')))`], consumer);
  if (listed.trim() === '') throw new Error(`@electra-ts/${name} exports nothing when installed`);
  for (const bin of Object.keys(manifestOf(name).bin ?? {})) {
    if (!sh('npx', [bin, '--help'], consumer).includes('Usage')) throw new Error(`${bin} --help prints no usage when installed`);
  }
  console.log(`@electra-ts/${name}: ${packed.size} archive(s) installed; exports ${listed.trim()}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
