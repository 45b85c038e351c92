import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';

/** What a finished stage leaves behind. */
export interface StageRecord<T> {
  readonly result: T;
  readonly seconds: number;
  /** Whether an earlier quickstart did the work. */
  readonly reused: boolean;
  /** Stands for the stage's inputs; part of the inputs of the stages that build on it. */
  readonly key: string;
}

/** What a stage is, and on what it depends. */
export interface StageWork<T> {
  /** The marker's path: a JSON file beside what the stage writes. */
  readonly marker: string;
  /** Everything that the result depends on. */
  readonly inputs: unknown;
  /** What it leaves behind; where that is gone, the stage is done again. */
  readonly output?: string;
  /** Does the work; a run before may have left half of it. */
  run(): Promise<T>;
}

interface Marker<T> {
  readonly key: string;
  readonly seconds: number;
  readonly result: T;
}

/** A SHA-256 of a value, the same for objects that differ in nothing but `undefined` keys. */
export function keyOf(inputs: unknown): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/**
 * Does a stage's work, unless it was done with the same inputs before. The marker is removed before the work begins and
 * written when it is done, so that it never stands for half of it.
 */
export async function runStage<T>({ marker, inputs, output, run }: StageWork<T>): Promise<StageRecord<T>> {
  const key = keyOf(inputs);
  const earlier = await readMarker<T>(marker);
  if (earlier?.key === key && (output === undefined || existsSync(output))) {
    return { result: earlier.result, seconds: earlier.seconds, reused: true, key };
  }
  await rm(marker, { force: true });
  const started = performance.now();
  const result = await run();
  const seconds = (performance.now() - started) / 1000;
  await mkdir(dirname(marker), { recursive: true });
  await writeFileAtomically(marker, `${JSON.stringify({ key, seconds, result }, null, 2)}\n`);
  return { result, seconds, reused: false, key };
}

async function readMarker<T>(path: string): Promise<Marker<T> | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Marker<T>;
  } catch {
    return undefined; // absent or damaged: the stage is done again
  }
}
