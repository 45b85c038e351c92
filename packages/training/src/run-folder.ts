import {
  describeFileError,
  fileErrorCode,
  removeLeftovers,
  writeFileAtomically,
  writeFolderAtomically,
} from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkpoint, checkpointName, listCheckpoints, newestCheckpoint, pruneCheckpoints } from './checkpoints.js';
import { MetricsLog, type MetricsRow } from './metrics-log.js';
import { forgetReplaced, putAside, replacedName, replacingName, undoPutAside } from './replaced-run.js';
import { lockName, lockRun, type RunLock } from './run-lock.js';
import { TensorBoardLog } from './tensorboard-log.js';

/** Name of the file that holds everything needed to repeat a run. */
const runName = 'run.json';
const metricsName = 'metrics.jsonl';
const tensorBoardName = 'tensorboard';

/** Checkpoints, and what writers call theirs and run.json before and after. */
const part = /^(checkpoint-\d{6,15}|\.checkpoint-\d{6,15}\.previous|\.(checkpoint-\d{6,15}|run\.json)\.\d+-[0-9a-f]{8}\.tmp)$/;

/** How a run's folder is worked with. */
export interface RunFolderOptions {
  /** Checkpoints to keep, the newest ones; all when left out. */
  readonly keep?: number;
  /** Checkpoints of every so many steps are kept for good beside those of `keep`. */
  readonly keepEvery?: number;
  /** Hears of damaged checkpoints, and of what should be removed and cannot be. */
  readonly warn?: (message: string) => void;
}

/** What a run's folder holds, as far as one can see without working in it. */
export interface RunContents {
  /** The resolved configuration that the run was created with. */
  readonly config: unknown;
  readonly metrics: readonly MetricsRow[];
  /** Oldest first, unverified. */
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * The folder of one training run, locked against other processes: run.json with the configuration, metrics.jsonl with
 * what was measured, and checkpoints that are there whole or not at all.
 */
export class RunFolder {
  readonly folder: string;
  /** The resolved configuration that the run was created with. */
  readonly config: unknown;
  readonly #options: RunFolderOptions;
  readonly #lock: RunLock;
  readonly #metrics: MetricsLog;

  private constructor(folder: string, config: unknown, options: RunFolderOptions, lock: RunLock) {
    const { keep } = options;
    if (keep !== undefined && (!Number.isSafeInteger(keep) || keep < 1)) {
      throw new Error(`RunFolder: expected keep to be a whole number from 1 on, received ${keep}`);
    }
    this.folder = folder;
    this.config = config;
    this.#options = options;
    this.#lock = lock;
    this.#metrics = new MetricsLog(join(folder, metricsName));
  }

  /**
   * Starts a run in a folder, which is created if need be.
   *
   * @param config the resolved configuration, as JSON can hold it
   * @param options.force replaces the run that the folder holds; other files in it stay. What it has of checkpoints is kept in
   *   `.replaced` until the new run has one
   * @param options.replaces names in the folder that go as the run's own do, of a model, for instance: other files in it stay
   * @throws UserError when the folder holds a run already, or something that is none, another process works in it, or it
   *   cannot be written
   */
  static async create(
    folder: string,
    config: unknown,
    options: RunFolderOptions & { readonly force?: boolean; readonly replaces?: readonly string[] } = {},
  ): Promise<RunFolder> {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw fileErrorCode(error) === 'EEXIST'
        ? new UserError({ what: `cannot create the folder ${folder}`, expected: 'a folder', received: 'a file' })
        : describeFileError(error, 'create the folder', folder);
    }
    // Before locking: no lock is written into a folder that is something else.
    const { replaces = [] } = options;
    await RunFolder.refuseUsed(folder, { force: true, replaces });
    return locked(folder, async (lock) => {
      await RunFolder.refuseUsed(folder, options);
      await undoPutAside(folder);
      const isWorthKeeping = replaces.length > 0 || (await listCheckpoints(folder)).length > 0;
      const parts = await partsOf(folder);
      if (isWorthKeeping) await putAside(folder, [...replaces.map((name) => join(folder, name)), ...parts]);
      else for (const path of parts) await rm(path, { recursive: true, force: true });
      await removeLeftovers(folder, { warn: warnOf(options) });
      const run = new RunFolder(folder, config, options, lock);
      await writeRun(folder, config);
      return run;
    });
  }

  /**
   * Makes sure that a new run may begin in a folder, which need not exist.
   *
   * @param options.force a run in it may be replaced
   * @param options.replaces names in it that may be, of what the caller knows and takes the folder for
   * @throws UserError when it is a file, or holds a run, or files and no run: shards, say, or somebody's work
   */
  static async refuseUsed(folder: string, options: { readonly force?: boolean; readonly replaces?: readonly string[] } = {}): Promise<void> {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() === false) {
      throw new UserError({ what: `${folder} cannot hold a run`, expected: 'a folder', received: 'a file', remedy: 'Choose another --out.' });
    }
    if (await holdsRun(folder)) {
      if (options.force) return;
      const checkpoints = await listCheckpoints(folder);
      throw new UserError({
        what: `${folder} already holds a run`,
        expected: 'a folder without one',
        received: checkpoints.at(-1)?.folder ?? join(folder, runName),
        remedy: `Go on with it by --resume, replace it by --force${costOfReplacing(checkpoints)}, or choose another --out.`,
      });
    }
    const { replaces = [] } = options;
    const others = await foreignFiles(folder);
    if (others.length > 0 && !replaces.some((name) => others.includes(name))) {
      throw new UserError({
        what: `${folder} holds something that is no run`,
        expected: 'a new or empty folder, or one with a run',
        received: others.slice(0, 5).join(', '),
        remedy: 'Choose another --out; nothing was changed.',
      });
    }
  }

  /** Whether something of a name in a run's folder is the run's, temporary names included, and not somebody's own file. */
  static isPart(name: string): boolean {
    return part.test(name) || [runName, metricsName, tensorBoardName, replacedName, replacingName].includes(name) || name.startsWith(lockName);
  }

  /**
   * Opens a run to go on with it.
   *
   * @throws UserError when the folder holds no run, its run.json is damaged, or another process works in it
   */
  static async open(folder: string, options: RunFolderOptions = {}): Promise<RunFolder> {
    // Before locking: no lock is left in a folder that is something else.
    await readConfig(folder);
    return locked(folder, async (lock) => {
      await undoPutAside(folder);
      await removeLeftovers(folder, { warn: warnOf(options) });
      const run = new RunFolder(folder, await readConfig(folder), options, lock);
      // A process that was killed may have left half a line, to which the next row must not be joined.
      await run.#metrics.truncateAfter(Infinity);
      return run;
    });
  }

  /** The configuration in run.json, without locking the run or reading its measurements. Throws UserError when it is no run. */
  static configOf(folder: string): Promise<unknown> {
    return readConfig(folder);
  }

  /** What a run holds, without locking it: also while it is being trained. Throws UserError when it is no run. */
  static async inspect(folder: string): Promise<RunContents> {
    const config = await readConfig(folder);
    const metrics = await new MetricsLog(join(folder, metricsName)).rows();
    return { config, metrics, checkpoints: await listCheckpoints(folder) };
  }

  /** Replaces the configuration in run.json, for a run that goes on with another one. `config` stays what was read. */
  async changeConfig(config: unknown): Promise<void> {
    await writeRun(this.folder, config);
  }

  /** Appends a row to metrics.jsonl. */
  appendMetrics(row: MetricsRow): Promise<void> {
    return this.#metrics.append(row);
  }

  /** Begins a file of measurements for TensorBoard, for a part of the run that begins after `from` updates. */
  openTensorBoard(from: number): Promise<TensorBoardLog> {
    return TensorBoardLog.open(join(this.folder, tensorBoardName), from);
  }

  /** All rows of metrics.jsonl. */
  metrics(): Promise<MetricsRow[]> {
    return this.#metrics.rows();
  }

  /**
   * Saves a checkpoint whole or not at all, then removes the oldest where there are more than `keep`; one that cannot be
   * removed is warned of and tried again at the next save. The rows appended before reach the disk first, so that a run
   * which goes on from here has no gap in its metrics.
   *
   * @param fill writes the checkpoint's files into the folder that it is given
   * @param options.prune false to remove none this time
   * @returns the checkpoint's folder
   */
  async saveCheckpoint(
    step: number,
    fill: (temporary: string) => Promise<void>,
    options: { readonly prune?: boolean | undefined } = {},
  ): Promise<string> {
    const folder = join(this.folder, checkpointName(step));
    await this.#metrics.flush();
    await writeFolderAtomically(folder, fill);
    await forgetReplaced(this.folder);
    const { keep, keepEvery } = this.#options;
    const { prune = true } = options;
    if (prune && keep !== undefined) {
      await pruneCheckpoints(this.folder, step, { keep, keepEvery, warn: warnOf(this.#options) });
    }
    return folder;
  }

  /** The newest checkpoint that is not damaged, or null; damaged ones are reported to `warn`. */
  latestCheckpoint(): Promise<Checkpoint | null> {
    return newestCheckpoint(this.folder, warnOf(this.#options));
  }

  /**
   * Where to go on: `latestCheckpoint`, or null for the start of a run that has none. Rows of metrics.jsonl that were
   * written after it are removed, because the steps that they tell of will be done again.
   *
   * @param options.beginAnew called where there is no checkpoint; what it throws is thrown, and nothing was changed
   * @throws UserError where there are checkpoints and none is whole; nothing was changed
   */
  async resume(options: { readonly beginAnew?: () => void } = {}): Promise<Checkpoint | null> {
    const damages: string[] = [];
    const checkpoint = await newestCheckpoint(this.folder, (message) => damages.push(message));
    if (checkpoint === null && damages.length > 0) throw noneIsWhole(this.folder, damages);
    if (checkpoint === null) options.beginAnew?.();
    damages.forEach((message) => warnOf(this.#options)(message));
    await this.#metrics.truncateAfter(checkpoint?.step ?? 0);
    return checkpoint;
  }

  /** Releases the lock. */
  async close(): Promise<void> {
    await this.#lock.release();
  }
}

const warnOf = ({ warn = () => undefined }: RunFolderOptions): ((message: string) => void) => warn;

function noneIsWhole(folder: string, damages: readonly string[]): UserError {
  return new UserError({
    what: `The run in ${folder} cannot go on, because none of its checkpoints is whole; nothing was changed`,
    expected: 'a checkpoint as it was written',
    received: damages.join(' '),
    remedy: 'Restore one of them from a copy, or begin anew by --force without --resume.',
  });
}

async function locked(folder: string, use: (lock: RunLock) => Promise<RunFolder>): Promise<RunFolder> {
  const lock = await lockRun(folder);
  try {
    return await use(lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What --force removes, for a remedy. */
function costOfReplacing(checkpoints: readonly Checkpoint[]): string {
  const newest = checkpoints.at(-1);
  if (newest === undefined) return '';
  const all = checkpoints.length === 1 ? `its checkpoint, of step ${newest.step},` : `all of its ${checkpoints.length} checkpoints, the newest of step ${newest.step},`;
  return `, which removes ${all} once the new run has one`;
}

async function writeRun(folder: string, config: unknown): Promise<void> {
  await writeFileAtomically(join(folder, runName), `${JSON.stringify({ version: 1, config }, null, 2)}\n`);
}

async function holdsRun(folder: string): Promise<boolean> {
  return (await readRunFile(folder)) !== undefined || (await listCheckpoints(folder)).length > 0;
}

/** What a folder without a run holds, but for hidden files and what a killed process may leave. */
async function foreignFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (fileErrorCode(error) === 'ENOENT') return [];
    throw describeFileError(error, 'read the folder', folder);
  });
  return names.filter((name) => !name.startsWith('.') && !name.startsWith('run.lock')).sort();
}

/** What a run has written. run.json is last: whoever is cut off in between leaves a folder that still counts as a run. */
async function partsOf(folder: string): Promise<string[]> {
  const checkpoints = (await listCheckpoints(folder)).map((each) => each.folder);
  return [...checkpoints, ...[metricsName, tensorBoardName, runName].map((name) => join(folder, name))];
}

async function readRunFile(folder: string): Promise<string | undefined> {
  const path = join(folder, runName);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw describeFileError(error, 'read', path);
  }
}

async function readConfig(folder: string): Promise<unknown> {
  const text = await readRunFile(folder);
  if (text === undefined) {
    throw new UserError({
      what: `${folder} holds no run`,
      expected: `a folder with ${runName}`,
      received: 'none',
      remedy: 'Check the path, or start a run there without --resume.',
    });
  }
  const run = parseJson(text);
  if (typeof run !== 'object' || run === null || !('config' in run) || !('version' in run) || run.version !== 1) {
    throw new UserError({
      what: `${join(folder, runName)} is damaged or of another version`,
      expected: '{"version": 1, "config": …}',
      received: text.slice(0, 80),
    });
  }
  return run.config;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
