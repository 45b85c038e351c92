import { type HostTensor, allocate } from '../host-tensor.js';

type Numbers = HostTensor['data'];

interface Entry {
  readonly shape: readonly number[];
  readonly dtype: HostTensor['dtype'];
  current: Numbers;
  /** Where the next value is written; made when a graph first assigns the variable. */
  spare: Numbers | undefined;
}

/**
 * The values of variables, by key. A graph reads the current buffer and writes the spare one; `swap` makes what was
 * written current, so that a step that fails half way leaves every value as it was. Where a graph may write in place
 * there is no spare buffer.
 */
export class StateStore {
  private readonly entries = new Map<string, Entry>();

  /** Sets a value; a key that is new gets its buffer here. */
  write(key: string, { shape, dtype, data }: HostTensor): void {
    const entry = this.entries.get(key);
    if (entry === undefined) {
      this.entries.set(key, { shape, dtype, current: data, spare: undefined });
    } else {
      entry.current.set(data);
    }
  }

  /**
   * A copy of the current value.
   *
   * @param spent is written over and becomes the copy, where it is as large and of the same type
   */
  read(key: string, spent?: Numbers): HostTensor {
    const { shape, dtype, current } = this.entry(key);
    if (spent?.length !== current.length || spent.constructor !== current.constructor) return { shape, dtype, data: current.slice() };
    spent.set(current);
    return { shape, dtype, data: spent };
  }

  /** The buffer that holds the current value. */
  current(key: string): HostTensor {
    const { shape, dtype, current } = this.entry(key);
    return { shape, dtype, data: current };
  }

  /** The buffer that receives the next value. */
  spare(key: string): HostTensor {
    const entry = this.entry(key);
    entry.spare ??= allocate(entry.dtype, entry.current.length);
    return { shape: entry.shape, dtype: entry.dtype, data: entry.spare };
  }

  /** Makes the spare buffer current. */
  swap(key: string): void {
    const entry = this.entry(key);
    const written = entry.spare;
    if (written === undefined) throw new Error(`state: nothing has been written for '${key}'.`);
    entry.spare = entry.current;
    entry.current = written;
  }

  private entry(key: string): Entry {
    const entry = this.entries.get(key);
    if (entry === undefined) throw new Error(`state: there is no variable '${key}'.`);
    return entry;
  }
}
