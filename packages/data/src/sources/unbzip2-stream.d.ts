/** The decoder inside of `unbzip2-stream`, a block at a time; the package's own stream queues blocks without bound. */
declare module 'unbzip2-stream/lib/bzip2.js' {
  /** Reads some bits; `null` goes on to the next whole byte. */
  type Bits = (count: number | null) => number;
  interface Bzip2 {
    /** Reads a stream's header and returns the block size, 1 … 9, in units of 100,000 bytes. */
    header(bits: Bits): number;
    /** Decodes a block; returns the checksum so far, or null where the stream ended instead. */
    decompress(bits: Bits, write: (byte: number) => void, buffer: Int32Array, size: number, checksum: number): number | null;
  }
  const bzip2: Bzip2;
  export default bzip2;
}

declare module 'unbzip2-stream/lib/bit_iterator.js' {
  function bitIterator(next: () => Uint8Array): ((count: number | null) => number) & { bytesRead: number };
  export default bitIterator;
}
