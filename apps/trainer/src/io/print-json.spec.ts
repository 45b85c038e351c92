import { PassThrough, Writable } from 'node:stream';
import { printJson } from './print-json.js';

describe('printJson', () => {
  it('writes one document that ends with a line end', async () => {
    const stream = new PassThrough();
    await printJson({ a: [1] }, stream);
    const text = String(stream.read());
    expect(JSON.parse(text)).toEqual({ a: [1] });
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('fails where the reader is gone', async () => {
    const closed = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    closed.on('error', () => undefined);
    await expect(printJson({}, closed)).rejects.toThrow('EPIPE');
  });
});
