import { join } from 'node:path';

import { parseConfig, UserError } from '@electra-ts/config';
import { z } from 'zod';

import type { Example } from '../examples/example-builder.js';
import { type Manifest, readManifest } from './manifest.js';
import { requireLittleEndian } from './shard-format.js';
import { type ShardAccess, ShardFile } from './shard-file.js';

const splitNames = ['train', 'valid'] as const;

/** The part of the corpus to read. */
export type SplitName = (typeof splitNames)[number];

const splitName = z.enum(splitNames);

/** Larger splits are read from their files by default. */
const largestInMemory = 1 << 30;

/** How shards are opened. */
export interface ShardSetOptions {
  /** `memory` (default for splits of up to 1 GiB), or `file`, which reads each example when it is asked for. */
  readonly access?: ShardAccess;
  /** Ends opening before the next file is checked. */
  readonly signal?: AbortSignal | undefined;
}

/** The arrays of a batch into which `copyExample` writes. */
export interface RowTarget {
  readonly ids: Int32Array;
  readonly types: Int32Array;
  readonly attentionMask: Float32Array;
  readonly wordStarts: Uint8Array;
}

/** All examples of one split of a folder that `prepare` wrote, by number. */
export class ShardSet {
  /** Number of examples. */
  readonly size: number;
  /** Longest possible example, special tokens included. */
  readonly sequenceLength: number;
  /** First example of each file, and `size` at the end. */
  private readonly firsts: number[];

  private constructor(
    readonly manifest: Manifest,
    readonly split: SplitName,
    private readonly files: readonly ShardFile[],
  ) {
    this.sequenceLength = manifest.sequenceLength;
    this.firsts = [0];
    for (const { header } of files) {
      this.firsts.push(this.firsts[this.firsts.length - 1] + header.examples);
    }
    this.size = this.firsts[files.length];
  }

  /**
   * Opens a split after checking its manifest and every file's size and SHA-256.
   *
   * @throws {UserError} where there is no such split, or the folder, its manifest or one of its files is not what it should be; the reason of `signal`
   */
  static async open(folder: string, split: SplitName, options: ShardSetOptions = {}): Promise<ShardSet> {
    requireLittleEndian();
    parseConfig(splitName, split, 'ShardSet.open: split');
    const manifest = await readManifest(folder);
    const entries = manifest.splits[split].files;
    const totalBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    const access = options.access ?? (totalBytes <= largestInMemory ? 'memory' : 'file');
    const files: ShardFile[] = [];
    try {
      for (const entry of entries) {
        options.signal?.throwIfAborted();
        files.push(await ShardFile.open(join(folder, entry.name), entry, access));
      }
      const set = new ShardSet(manifest, split, files);
      set.checkAgainstManifest(folder);
      return set;
    } catch (error) {
      files.forEach((file) => file.close());
      throw error;
    }
  }

  /**
   * Example `index`, 0 … size-1, in arrays of its own.
   *
   * @throws {RangeError} where there is no such example
   */
  example(index: number): Example {
    const [file, local] = this.locate(index);
    const length = file.length(local);
    const ids = new Int32Array(length);
    const wordStarts = new Uint8Array(length);
    file.copyIds(local, ids, 0);
    file.copyWordStarts(local, wordStarts, 0);
    return { ids, types: new Uint8Array(length).fill(1, file.boundary(local)), wordStarts };
  }

  /** Writes example `index` into row `row` of a batch whose rows have `sequenceLength` tokens of padding. */
  copyExample(index: number, target: RowTarget, row: number): void {
    const [file, local] = this.locate(index);
    const place = row * this.sequenceLength;
    const end = place + file.length(local);
    file.copyIds(local, target.ids, place);
    file.copyWordStarts(local, target.wordStarts, place);
    target.types.fill(1, place + file.boundary(local), end);
    target.attentionMask.fill(1, place, end);
  }

  /** Closes the files; the set cannot be read any more. */
  close(): void {
    this.files.forEach((file) => file.close());
  }

  private locate(index: number): [ShardFile, number] {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError(`ShardSet: expected an example of 0 … ${this.size - 1}, received ${index}`);
    }
    let low = 0;
    let high = this.files.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle] <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return [this.files[low], index - this.firsts[low]];
  }

  private checkAgainstManifest(folder: string): void {
    const { sequenceLength, splits } = this.manifest;
    const isSame = this.files.every(({ header }) => header.sequenceLength === sequenceLength);
    if (!isSame || this.size !== splits[this.split].examples) {
      throw new UserError({
        what: `The manifest of ${folder} does not fit its ${this.split} shards`,
        expected: `${splits[this.split].examples} examples of up to ${sequenceLength} tokens`,
        received: `${this.size} examples of up to ${this.files.map(({ header }) => header.sequenceLength)} tokens`,
        remedy: 'Copy the folder again from where it is whole, or run `prepare` again',
      });
    }
  }
}
