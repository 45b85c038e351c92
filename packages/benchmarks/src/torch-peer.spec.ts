import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTorchPeer } from './torch-peer.js';

describe('startTorchPeer', () => {
  it('starts the script in a Python, telling the variant, and says what to install where it cannot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'peer-'));
    const python = join(folder, 'python.mjs');
    writeFileSync(python, `#!${process.execPath}\nconsole.log(JSON.stringify({ torch: process.argv.slice(3).join(' ') }));`, { mode: 0o755 });
    const peer = await startTorchPeer({ script: 'joint_step.py', variant: 'eager', python, args: ['--threads', '2'] });
    expect(peer.ready.torch).toBe('--variant eager --threads 2');
    peer.stop();
    const absent = startTorchPeer({ script: 'joint_step.py', variant: 'bf16', python: join(folder, 'absent'), args: [] });
    await expect(absent).rejects.toThrow(/PyTorch \(bf16\).*ENOENT.*pip install torch/s);
    rmSync(folder, { recursive: true });
  });
});
