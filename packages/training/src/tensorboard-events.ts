import { crc32c } from './crc32c.js';

/*
 * TensorBoard's event files: records of tensorflow/core/util/event.proto, each framed by its length and masked checksums
 * (tensorflow/core/lib/io/record_writer.h). Written by hand: there is no kept library, and it takes five fields.
 */

/** The record that a file begins with. */
export function fileVersion(seconds: number): Buffer {
  return framed(event(seconds, undefined, text(3, 'brain.Event:2')));
}

/** Scalars that were measured at a step, by their tags. */
export function scalars(seconds: number, step: number, values: Readonly<Record<string, number>>): Buffer {
  const each = Object.entries(values).map(([tag, value]) => message(1, Buffer.concat([text(1, tag), float(2, value)])));
  return framed(event(seconds, step, message(5, Buffer.concat(each))));
}

/** What tells TensorBoard that a run goes on from a step: what earlier files have past it does not count any more. */
export function sessionStart(seconds: number, step: number): Buffer {
  const start = 1;
  return framed(event(seconds, step, message(7, integer(1, start))));
}

function event(seconds: number, step: number | undefined, content: Buffer): Buffer {
  const time = Buffer.alloc(8);
  time.writeDoubleLE(seconds);
  return Buffer.concat([key(1, 1), time, ...(step === undefined ? [] : [integer(2, step)]), content]);
}

function framed(content: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(content.length));
  return Buffer.concat([length, masked(length), content, masked(content)]);
}

/** A checksum as these files store it, so that checksums of data that holds checksums are good ones too. */
function masked(bytes: Buffer): Buffer {
  const crc = crc32c(bytes);
  const rotated = ((crc >>> 15) | (crc << 17)) >>> 0;
  const stored = Buffer.alloc(4);
  stored.writeUInt32LE((rotated + 0xa282ead8) >>> 0);
  return stored;
}

/** Head of a protocol buffer's field: its number and how it is encoded. */
function key(field: number, wireType: number): Buffer {
  return varint(field * 8 + wireType);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

const integer = (field: number, value: number): Buffer => Buffer.concat([key(field, 0), varint(value)]);

const message = (field: number, content: Buffer): Buffer => Buffer.concat([key(field, 2), varint(content.length), content]);

const text = (field: number, content: string): Buffer => message(field, Buffer.from(content, 'utf8'));

function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([key(field, 5), bytes]);
}
