import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TorchPeer } from './torch-peer.js';

describe('TorchPeer', () => {
  let folder: string;
  /** An interpreter that ignores the script and answers as `body` does. */
  const interpreter = (body: string): string => {
    const path = join(folder, 'python.mjs');
    writeFileSync(path, `#!${process.execPath}\n${body}`, { mode: 0o755 });
    return path;
  };

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'peer-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('asks for a step at a time', async () => {
    const python = interpreter(`
      console.log(JSON.stringify({ ready: true, torch: '9.9' }));
      let steps = 0;
      process.stdin.on('data', () => console.log(JSON.stringify({ seconds: ++steps, loss: 2, residentBytes: 3 })));
    `);
    const peer = await TorchPeer.start({ script: 'joint_step.py', variant: 'eager', python, args: [] });
    expect(peer.version).toBe('9.9');
    expect(await peer.step()).toEqual({ seconds: 1, loss: 2, residentBytes: 3 });
    expect(await peer.step()).toMatchObject({ seconds: 2 });
    peer.stop();
  });

  it('says what is missing', async () => {
    const python = interpreter(`console.error("ModuleNotFoundError: No module named 'torch'"); process.exit(1);`);
    await expect(TorchPeer.start({ script: 'joint_step.py', variant: 'bf16', python, args: [] })).rejects.toThrow(
      /bf16.*No module named 'torch'.*pip install torch/s,
    );
    await expect(TorchPeer.start({ script: 'joint_step.py', variant: 'eager', python: join(folder, 'absent'), args: [] })).rejects.toThrow('ENOENT');
  });
});
