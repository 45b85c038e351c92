/** Values by key; the one that was used longest ago gives way where there would be more than `limit`. */
export class GraphCache<T> {
  private readonly entries = new Map<string, T>();

  /**
   * @param limit how many values are kept
   * @param evict called with each value that gives way
   */
  constructor(
    private readonly limit: number,
    private readonly evict: (value: T) => void,
  ) {}

  /** The value of `key`, made by `create` where there is none. */
  get(key: string, create: () => T): T {
    const value = this.entries.get(key) ?? create();
    this.entries.delete(key);
    this.entries.set(key, value);
    for (const [oldest, old] of this.entries) {
      if (this.entries.size <= this.limit) break;
      this.entries.delete(oldest);
      this.evict(old);
    }
    return value;
  }

  /** Forgets `value` where it is still the one of `key`. */
  delete(key: string, value: T): void {
    if (this.entries.get(key) === value) this.entries.delete(key);
  }

  /** How many values are kept now. */
  get size(): number {
    return this.entries.size;
  }

  /** Removes and returns every value. */
  clear(): T[] {
    const values = [...this.entries.values()];
    this.entries.clear();
    return values;
  }
}
