import { Writable } from 'node:stream';
import { outliveReaders } from './outlive-readers.js';

/** A stream that fails as the system's would. */
const failing = (code: string) => new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })) });

describe('outliveReaders', () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const hostOf = (stdout: Writable, stderr: Writable) => ({ stdout, stderr, on: jest.fn(), exit: jest.fn() });

  it.each(['EPIPE', 'EIO', 'ENOSPC'])('lets work go on where standard error fails with %s', async (code) => {
    const host = hostOf(failing('EPIPE'), failing(code));
    outliveReaders(host);
    host.stderr.write('step 1');
    await turn();
    expect(host.exit).not.toHaveBeenCalled();
  });

  it.each(['EPIPE', 'EIO'])('ends quietly where nobody reads results: %s', async (code) => {
    const said: string[] = [];
    const stderr = new Writable({ write: (chunk, _encoding, done) => done(void said.push(String(chunk))) });
    const host = hostOf(failing(code), stderr);
    outliveReaders(host);
    host.stdout.write('0.5');
    await turn();
    expect(host.exit.mock.calls).toEqual([[141]]);
    expect(said).toEqual([]);
  });

  it('says why results cannot be written, and fails', async () => {
    const said: string[] = [];
    const stderr = new Writable({ write: (chunk, _encoding, done) => done(void said.push(String(chunk))) });
    const host = hostOf(failing('ENOSPC'), stderr);
    outliveReaders(host);
    host.stdout.write('0.5');
    await turn();
    expect(host.exit.mock.calls).toEqual([[1]]);
    expect(said).toEqual(['standard output cannot be written: write ENOSPC\n']);
  });

  it('listens once, however often it is called', () => {
    const host = hostOf(failing('EPIPE'), failing('EPIPE'));
    for (let n = 0; n < 20; n++) outliveReaders(host);
    expect([host.stdout.listenerCount('error'), host.stderr.listenerCount('error')]).toEqual([1, 1]);
  });
});
