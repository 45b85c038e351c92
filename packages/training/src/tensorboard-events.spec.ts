import { crc32c } from './crc32c.js';
import { fileVersion, scalars, sessionStart } from './tensorboard-events.js';

/** The fields of a protocol buffer's message, [number, value]: bytes for what has a length. */
function fields(message: Buffer): [field: number, value: number | Buffer][] {
  const found: [number, number | Buffer][] = [];
  let at = 0;
  const varint = () => {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const byte = message[at++];
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const read = [varint, () => message.readDoubleLE((at += 8) - 8), () => bytes(varint()), null, null, () => message.readFloatLE((at += 4) - 4)][key & 7];
    found.push([key >> 3, read?.() ?? NaN]);
  }
  return found;

  function bytes(length: number): Buffer {
    return message.subarray(at, (at += length));
  }
}

/** What a record frames. */
const content = (record: Buffer) => record.subarray(12, -4);

describe('event records', () => {
  it('are framed by their length and masked checksums', () => {
    const record = fileVersion(3);
    expect(Number(record.readBigUInt64LE())).toBe(record.length - 16);
    const stored = (record.readUInt32LE(record.length - 4) - 0xa282ead8) >>> 0;
    expect(((stored >>> 17) | (stored << 15)) >>> 0).toBe(crc32c(content(record)));
  });

  it('begin with the version', () => {
    expect(fields(content(fileVersion(3)))).toEqual([[1, 3], [3, Buffer.from('brain.Event:2')]]);
  });

  it('have each scalar under its tag, at steps of any size', () => {
    const step = 2 ** 33 + 5;
    const [time, at, [summaryField, summary]] = fields(content(scalars(1.5, step, { loss: 0.25, 'größe/x': -2 })));
    expect([time, at, summaryField]).toEqual([[1, 1.5], [2, step], 5]);
    const values = fields(summary as Buffer).map(([field, value]) => [field, fields(value as Buffer)]);
    expect(values).toEqual([
      [1, [[1, Buffer.from('loss')], [2, 0.25]]],
      [1, [[1, Buffer.from('größe/x')], [2, -2]]],
    ]);
  });

  it('say where a session starts', () => {
    const [, step, [field, log]] = fields(content(sessionStart(1, 21)));
    expect([step, field, fields(log as Buffer)]).toEqual([[2, 21], 7, [[1, 1]]]);
  });
});
