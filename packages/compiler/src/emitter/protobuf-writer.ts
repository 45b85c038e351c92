/** Writes protocol buffers (wire types varint, 32-bit and length-delimited) into one growing buffer. */
export class ProtobufWriter {
  private buffer: Buffer;
  private length = 0;

  /** @param size bytes that will be written, about; more are taken as they are needed */
  constructor(size = 0) {
    this.buffer = Buffer.allocUnsafeSlow(Math.max(1 << 16, size));
  }

  /** A field holding an integer; negative ones take ten bytes, as the format wants. */
  integer(field: number, value: number): void {
    this.tag(field, 0);
    this.varint(value);
  }

  /** A field holding a single-precision number. */
  float(field: number, value: number): void {
    this.tag(field, 5);
    this.reserve(4);
    this.length = this.buffer.writeFloatLE(value, this.length);
  }

  /** A field holding text or bytes. */
  bytes(field: number, content: string | Uint8Array): void {
    const encoded = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    this.tag(field, 2);
    this.varint(encoded.byteLength);
    this.reserve(encoded.byteLength);
    this.buffer.set(encoded, this.length);
    this.length += encoded.byteLength;
  }

  /** A field holding a message, which `write` fills. */
  message(field: number, write: (writer: ProtobufWriter) => void): void {
    this.tag(field, 2);
    const start = this.length;
    write(this);
    // The length goes in front of what it measures: move the content by the length's own size.
    const size = this.length - start;
    const head = varintSize(size);
    this.reserve(head);
    this.buffer.copyWithin(start + head, start, this.length);
    this.length = start;
    this.varint(size);
    this.length += size;
  }

  /** What has been written, in memory that nothing else uses, of which some may be left over. */
  finish(): Uint8Array {
    const { buffer, length } = this;
    // A copy of much is worth less than the little that is left over.
    if (length > 0.9 * buffer.length) return new Uint8Array(buffer.buffer, buffer.byteOffset, length);
    return Uint8Array.prototype.slice.call(buffer, 0, length);
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private varint(value: number): void {
    this.reserve(10);
    let rest = value < 0 ? BigInt.asUintN(64, BigInt(value)) : BigInt(value);
    while (rest > 127n) {
      this.buffer[this.length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.buffer[this.length++] = Number(rest);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + count));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}
