import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classify } from './classify.js';

// What it answers is tested in predict.spec.ts and finetune.spec.ts.
describe('classify', () => {
  it('refuses before it reads any text', async () => {
    const model = await mkdtemp(join(tmpdir(), 'classify-'));
    await writeFile(join(model, 'config.json'), JSON.stringify({ architectures: ['ElectraForTokenClassification'] }));
    let read = 0;
    const texts = (function* () {
      read++;
      yield { text: 'a' };
    })();
    await expect(classify({ model, texts }).next()).rejects.toThrow(/is no classifier: expected one label a text, received a model for tagging/);
    expect(read).toBe(0);
    await rm(model, { recursive: true });
  });
});
