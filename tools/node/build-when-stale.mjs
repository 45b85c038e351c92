import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const clone = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds what a command of this clone is about to run, where there is no build yet or sources are newer than it, as they are after `git pull`: a command that is older than
 * what its documentation says would be hard to notice. Looking takes some 20 ms. Tests and nx's own tasks have built before; there it does nothing but for a missing build,
 * nor where what builds is not installed (`npm ci --omit=dev`).
 *
 * @param {string} project
 * @param {{ root?: string, entry: string, build?: (project: string) => void, env?: NodeJS.ProcessEnv }} options `entry`: the file that a build makes
 * @returns {boolean} whether it built
 * @throws {Error} where the build fails, or there is none and nothing that could make it
 */
export function buildWhenStale(project, { root = clone, entry, build = nxOf(root), env = process.env }) {
  const stamp = join(root, '.nx', 'built', project);
  const missing = !existsSync(entry);
  if (missing && build === undefined) throw new Error('nothing is built, and nx, which builds it, is not installed (npm ci).');
  const cared = build === undefined || env.NX_TASK_TARGET_PROJECT !== undefined || env.JEST_WORKER_ID !== undefined;
  if (!missing && (cared || newestSource(root) <= lastBuild(stamp, entry))) return false;
  process.stderr.write(`${missing ? 'no build yet' : 'sources are newer than the last build'}: nx build ${project}\n`);
  // Before it begins: what changes meanwhile is not in it.
  const begun = Date.now();
  build(project);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${begun}\n`);
  return true;
}

/** When the last build was begun, in milliseconds since 1970, or when TypeScript's own note of one that nobody here has seen was written. 0 where there is neither. */
function lastBuild(stamp, entry) {
  const note = join(dirname(entry), 'tsconfig.lib.tsbuildinfo');
  return Math.max(existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) : 0, existsSync(note) ? statSync(note).mtimeMs : 0);
}

/** When a source of any package or app was last written, in milliseconds since 1970. Tests are no part of a build. */
function newestSource(root) {
  let newest = 0;
  for (const group of ['packages', 'apps']) {
    for (const project of readdirSync(join(root, group))) {
      const folder = join(root, group, project, 'src');
      if (!existsSync(folder)) continue;
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || /\.(spec|fixture)\.ts$/.test(entry.name)) continue;
        newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
      }
    }
  }
  return newest;
}

/** What builds a project; undefined where it is not installed. */
function nxOf(root) {
  let nx;
  try {
    nx = createRequire(join(root, 'package.json')).resolve('nx/bin/nx.js');
  } catch {
    return undefined;
  }
  return (project) => {
    // Its words are no part of a command's own, which may be a document.
    const { status } = spawnSync(process.execPath, [nx, 'build', project], { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error(`nx build ${project} failed, for the reason above; nothing was run.`);
  };
}
