import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

import { syncFolder } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';

import { FileSource } from './byte-source.js';
import { manifestName, type ShardFileEntry } from './manifest.js';
import type { PreparationState } from './preparation.js';
import { writeFileSynced } from './write-folder-whole.js';

/** What the result of `prepare` depends on besides the documents: work goes on only where all of it is the same. */
export type PreparationKey = Readonly<Record<string, string | number>>;

interface SavedWork {
  readonly version: 1;
  readonly key: PreparationKey;
  readonly state: PreparationState;
}

const stateName = 'progress.bin';
const newStateName = 'progress.new';
const digestBytes = 32;

/** A folder in which `prepare` works, and which outlives it: shards, and how far it was when the last was written. */
export class UnfinishedWork {
  constructor(
    private readonly folder: string,
    private readonly key: PreparationKey,
  ) {}

  /**
   * Makes the folder fit to go on from the saved state, which is returned; undefined where there is none. Files written
   * after it are removed: they will be written again.
   *
   * @throws {UserError} for work with other options, and for damaged files
   */
  async continue(): Promise<PreparationState | undefined> {
    const saved = await this.load();
    if (saved === undefined) {
      await this.discard();
      return undefined;
    }
    this.checkKey(saved.key);
    const { train, valid } = saved.state.splits;
    const entries = [...train.shards.entries, ...valid.shards.entries];
    const names = new Set([stateName, ...entries.map(({ name }) => name)]);
    for (const name of await this.names()) {
      if (!names.has(name)) {
        await rm(join(this.folder, name));
      }
    }
    for (const entry of entries) {
      await this.checkShard(entry);
    }
    return saved.state;
  }

  /** @throws {UserError} where there is work to go on with */
  async refuse(): Promise<void> {
    if ((await this.names()).includes(stateName)) {
      throw new UserError({
        what: `The folder ${this.folder} holds the unfinished work of an earlier prepare`,
        remedy: 'Go on with it (--resume), or start over (--force)',
      });
    }
    await this.discard();
  }

  /** Removes the folder. @throws {UserError} where it holds anything that `prepare` did not write */
  async discard(): Promise<void> {
    await this.names();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Puts a state on the disk, in place of the one before. */
  async save(state: PreparationState): Promise<void> {
    const content = serialize({ version: 1, key: this.key, state } satisfies SavedWork);
    const digest = createHash('sha256').update(content).digest();
    const path = join(this.folder, newStateName);
    await rm(path, { force: true });
    await writeFileSynced(path, Buffer.concat([digest, content]));
    await rename(path, join(this.folder, stateName));
    await syncFolder(this.folder);
  }

  /** Removes the state, so that only the result is left. */
  async end(): Promise<void> {
    await rm(join(this.folder, stateName), { force: true });
  }

  private async load(): Promise<SavedWork | undefined> {
    if (!(await this.names()).includes(stateName)) {
      return undefined;
    }
    const path = join(this.folder, stateName);
    const bytes = await readFile(path);
    const content = bytes.subarray(digestBytes);
    if (!createHash('sha256').update(content).digest().equals(bytes.subarray(0, digestBytes))) {
      throw damagedWork(path);
    }
    return deserialize(content) as SavedWork;
  }

  private checkKey(key: PreparationKey): void {
    const changed = Object.keys({ ...key, ...this.key }).filter((name) => key[name] !== this.key[name]);
    if (changed.length > 0) {
      const show = (values: PreparationKey) => changed.map((name) => `${name} ${values[name]}`).join(', ');
      throw new UserError({
        what: `The unfinished work in ${this.folder} was begun with other options`,
        expected: show(key),
        received: show(this.key),
        remedy: 'Give the same options again, or start over (--force)',
      });
    }
  }

  private async checkShard(entry: ShardFileEntry): Promise<void> {
    const path = join(this.folder, entry.name);
    let sha256: string | undefined;
    try {
      const source = new FileSource(path);
      try {
        sha256 = await source.sha256();
      } finally {
        source.close();
      }
    } catch (cause) {
      throw (cause as NodeJS.ErrnoException).code === 'ENOENT' ? damagedWork(path) : cause;
    }
    if (sha256 !== entry.sha256) {
      throw damagedWork(path);
    }
  }

  /** Names of the files in the folder, if there is one. */
  private async names(): Promise<string[]> {
    let names: string[];
    try {
      names = await readdir(this.folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return [];
      }
      throw error;
    }
    const strange = names.find(
      (name) => ![stateName, newStateName, manifestName].includes(name) && !/^(train|valid)-\d+\.tokens$/.test(name),
    );
    if (strange !== undefined) {
      throw new UserError({
        what: `The folder ${this.folder} is not one in which prepare worked`,
        expected: 'nothing but its files, or no folder',
        received: `the file ${strange}`,
        remedy: 'Move it elsewhere',
      });
    }
    return names;
  }
}

function damagedWork(path: string): UserError {
  return new UserError({
    what: `The unfinished work is damaged: ${path} is not what was written`,
    remedy: 'Start over (--force)',
  });
}
