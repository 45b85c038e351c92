import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeerProcess } from './peer-process.js';

describe('PeerProcess', () => {
  let folder: string;
  /** Starts an interpreter that ignores the script and answers as `body` does. */
  const start = (body: string) => {
    const interpreter = join(folder, 'interpreter.mjs');
    writeFileSync(interpreter, `#!${process.execPath}\n${body}`, { mode: 0o755 });
    return PeerProcess.start<{ name: string }>({ what: 'The peer', script: 'joint_step.py', interpreter, args: ['--twice'], remedy: 'Install it.' });
  };

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'peer-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('asks for a step at a time', async () => {
    const peer = await start(`
      console.log(JSON.stringify({ name: process.argv.at(-1) }));
      let steps = 0;
      process.stdin.on('data', () => console.log(JSON.stringify({ seconds: ++steps, residentBytes: 3 })));
    `);
    expect(peer.ready).toEqual({ name: '--twice' });
    expect(await peer.step()).toEqual({ seconds: 1, residentBytes: 3 });
    expect(await peer.step()).toMatchObject({ seconds: 2 });
    peer.stop();
  });

  it('says why it cannot run, and that it ended', async () => {
    await expect(start(`console.error('no such module'); process.exit(1);`)).rejects.toThrow(/The peer cannot run with .*no such module.*Install it\./s);
    const peer = await start(`console.log('{}'); process.stdin.once('data', () => process.exit());`);
    await expect(peer.step()).rejects.toThrow('The peer ended in the middle of a step');
  });
});
