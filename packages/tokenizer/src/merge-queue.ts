/** A pair of neighboring pieces and how often it was seen when it was queued. */
export interface Candidate {
  /** The pair as one number; smaller numbers go first among equal counts. */
  readonly pair: number;
  count: number;
  /** Indices of the words that hold the pair. */
  readonly words: readonly number[];
}

/** A binary heap of candidates: the most frequent first, of equally frequent ones that with the smallest pair. */
export class MergeQueue {
  readonly #heap: Candidate[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(candidate: Candidate): void {
    const heap = this.#heap;
    let i = heap.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!precedes(candidate, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = candidate;
  }

  /** Takes the first candidate out; undefined when there is none. */
  pop(): Candidate | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && precedes(heap[child + 1], heap[child])) child++;
      if (!precedes(heap[child], last)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

function precedes(a: Candidate, b: Candidate): boolean {
  return a.count > b.count || (a.count === b.count && a.pair < b.pair);
}
