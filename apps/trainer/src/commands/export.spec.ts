import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { UserFolder } from '../user-folder.fixture.js';

describe('electra-trainer export', () => {
  const folder = new UserFolder();
  beforeAll(async () => {
    await folder.writeData();
    const settings = ['training.steps=1', 'training.batchSize=2', 'evaluation.batches=1'].flatMap((setting) => ['--set', setting]);
    expect(await folder.run('pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'run', ...settings, '--quiet')).toMatchObject({ status: 0 });
  });
  afterAll(() => folder.remove());

  it("writes a run's discriminator with what else other programs look for, and does not replace it unasked", async () => {
    const { status, out, err } = await folder.run('export', '--model', 'run', '--out', 'exported', '--json');
    expect({ status, err }).toEqual({ status: 0, err: expect.stringMatching(/exported.onnx.model\.onnx: ElectraForPreTraining, [\d.]+ MB, from input_ids, attention_mask, token_type_ids to logits/) });
    expect(readdirSync(folder.at('exported')).sort()).toEqual(['config.json', 'manifest.json', 'onnx', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt']);
    const { bytes, outputs } = JSON.parse(out);
    expect([readFileSync(folder.at('exported', 'onnx', 'model.onnx')).length, outputs]).toEqual([bytes, ['logits']]);
    await folder.refused(['export', '--model', 'run', '--out', 'exported'], /already exists.*replace the export by --force/s);
    const generator = await folder.run('export', '--model', 'run', '--out', 'exported', '--network', 'generator', '--force', '--quiet', '--json');
    expect(JSON.parse(generator.out)).toMatchObject({ architecture: 'ElectraForMaskedLM' });
    expect(generator.err).toBe('');
  });

  it('replaces nothing that is no export', async () => {
    mkdirSync(folder.at('mine'));
    writeFileSync(folder.at('mine', 'notes.txt'), 'mine');
    await folder.refused(['export', '--model', 'run', '--out', 'mine', '--force'], /mine already exists.*all that --force replaces/s);
    expect(readdirSync(folder.at('mine'))).toEqual(['notes.txt']);
  });

  it.each([
    [['--model', 'absent'], /absent holds no model.*does not exist/s],
    [['--model', 'run', '--network', 'both'], /discriminator, generator/],
    [['--model', 'data'], /data holds no model/],
  ])('refuses %j', (args, message) => folder.refused(['export', '--out', 'x', ...args], message));
});
