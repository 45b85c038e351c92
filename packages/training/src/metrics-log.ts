import { describeFileError, fileErrorCode, writeFileAtomically } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { open, readFile } from 'node:fs/promises';

/** One line of metrics.jsonl. Numbers that are not finite are written as null, as JSON has it. */
export interface MetricsRow {
  /** The number of updates done. */
  readonly step: number;
  readonly [name: string]: unknown;
}

/** A file of one JSON object a line, to which rows are appended while training. */
export class MetricsLog {
  readonly #path: string;
  /** The append in progress: rows are written in the order of the calls. */
  #last: Promise<void> = Promise.resolve();
  /** A row is missing, which whoever appended it knows. */
  #lacksRows = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Appends a row; throws UserError when the disk is full, with no part of the row left in the file. */
  append(row: MetricsRow): Promise<void> {
    const line = `${JSON.stringify(row)}\n`;
    const appended = this.#last.then(() => appendWhole(this.#path, line));
    this.#last = appended.catch(() => void (this.#lacksRows = true));
    return appended;
  }

  /**
   * All rows; none when there is no file yet. A last line without its end, which a process that was killed leaves, is
   * not a row.
   *
   * @throws UserError naming a line that is not a row
   */
  async rows(): Promise<MetricsRow[]> {
    await this.#last;
    const lines = (await readOrEmpty(this.#path)).split('\n');
    return lines.slice(0, -1).map((line, index) => parseRow(line, `${this.#path}, line ${index + 1}`));
  }

  /** Waits until the rows appended so far are on the disk, as far as they could be appended. */
  async flush(): Promise<void> {
    await this.#last;
    try {
      const handle = await open(this.#path, 'r+');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      // Of a file that cannot be opened for a row, either, the row's failure tells: a checkpoint can be saved without it.
      if (fileErrorCode(error) !== 'ENOENT' && !this.#lacksRows) {
        throw describeFileError(error, 'write', this.#path);
      }
    }
  }

  /** Removes the rows after `step`, and an incomplete last line, so that going on from there repeats none. */
  async truncateAfter(step: number): Promise<void> {
    const rows = await this.rows();
    const kept = rows.filter((row) => row.step <= step).map((row) => `${JSON.stringify(row)}\n`);
    const content = kept.join('');
    if (content !== (await readOrEmpty(this.#path))) {
      await writeFileAtomically(this.#path, content);
    }
  }
}

async function appendWhole(path: string, line: string): Promise<void> {
  try {
    const handle = await open(path, 'a');
    try {
      const { size } = await handle.stat();
      try {
        await handle.writeFile(line);
      } catch (error) {
        // What was written of the line goes again; should that fail too, the reason why writing failed matters more.
        await handle.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw describeFileError(error, 'append to', path);
  }
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') {
      return '';
    }
    throw describeFileError(error, 'read', path);
  }
}

function parseRow(line: string, where: string): MetricsRow {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    row = undefined;
  }
  if (typeof row !== 'object' || row === null || !('step' in row) || typeof row.step !== 'number') {
    throw new UserError({
      what: `${where} is not a row of metrics`,
      expected: 'a JSON object with "step"',
      received: line.slice(0, 80),
      remedy: 'Remove the line.',
    });
  }
  return row as MetricsRow;
}
