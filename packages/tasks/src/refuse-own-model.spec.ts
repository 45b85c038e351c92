import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseOwnModel } from './refuse-own-model.js';

it('refuseOwnModel refuses a model that the fine-tuned one would replace, and no other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'own-model-'));
  try {
    const at = (name: string) => join(folder, name);
    await mkdir(at('run/checkpoint-000001'), { recursive: true });
    await symlink(at('run'), at('link'));
    const refuse = (model: string, out: string) => refuseOwnModel({ model: at(model), out: at(out) });
    for (const model of ['run', 'link', 'run/checkpoint-000001', 'link/checkpoint-000001/discriminator']) {
      await expect(refuse(model, 'run')).rejects.toThrow(/would replace the model that it begins with, .*received --out .*run\. Choose another --out; nothing/);
    }
    await expect(refuse('run', 'link')).rejects.toThrow(/would replace/);
    // What is beside a run's checkpoints, or in a model's folder and not the model's, is nobody's to replace.
    for (const out of ['run/tuned', 'run-2', 'link/tuned']) await refuse('run', out);
  } finally {
    await rm(folder, { recursive: true });
  }
});
