import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { architectureOf } from '@electra-ts/nn';
import { networkFolder } from './network-folder.js';

describe('networkFolder', () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);
  const put = (config: object | null, ...names: string[]) => {
    mkdirSync(at(...names), { recursive: true });
    writeFileSync(at(...names, 'config.json'), JSON.stringify(config));
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'network-folder-'));
    put({ architectures: ['ElectraForPreTraining'] }, 'checkpoint', 'discriminator');
    put({ architectures: ['ElectraForMaskedLM'] }, 'checkpoint', 'generator');
    put({ architectures: ['ElectraForSequenceClassification'] }, 'tuned');
    put({ architectures: ['ElectraTwoTowerGenerator'] }, 'towers');
    put({ architectures: ['BertForMaskedLM'] }, 'bert');
    put({}, 'silent');
    put(null, 'odd');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds the network of a checkpoint, and takes one that does not say what it is', async () => {
    expect(await networkFolder(at('checkpoint'), 'generator')).toBe(at('checkpoint', 'generator'));
    expect(await networkFolder(at('silent'), 'discriminator')).toBe(at('silent'));
    expect(await architectureOf(at('silent'))).toBeUndefined();
  });

  it('tells that a run has no checkpoint yet and what is taken in its place', async () => {
    mkdirSync(at('run', '.replaced'), { recursive: true });
    writeFileSync(at('run', 'run.json'), '{}');
    put({ architectures: ['ElectraForPreTraining'] }, 'run', '.replaced', 'discriminator');
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect(await networkFolder(at('run'), 'discriminator')).toBe(at('run', '.replaced', 'discriminator'));
      expect(told).toHaveBeenCalledWith(expect.stringMatching(/^warning: .*run has no checkpoint yet: the model that it replaces is taken/));
    } finally {
      told.mockRestore();
    }
  });

  it.each([
    ['tuned', 'discriminator', /tuned holds a model that was fine-tuned for classification: expected a discriminator of pre-training \(ElectraForPreTraining\), received ElectraForSequenceClassification\. Ask this one by electra-evaluator predict/],
    ['checkpoint/generator', 'discriminator', /generator holds a generator: expected a discriminator .*Name a run or a checkpoint with both networks, or the discriminator's own folder/],
    ['checkpoint/discriminator', 'generator', /discriminator holds a discriminator: expected a generator of pre-training \(ElectraForMaskedLM\)/],
    ['towers', 'generator', /holds a generator of two towers/],
    ['bert', 'generator', /holds a model of another kind.*received BertForMaskedLM/],
    ['odd', 'generator', /is no model's configuration/],
    ['nowhere', 'generator', /holds no model/],
  ] as const)('says what %s holds instead of a %s', async (name, role, message) => {
    await expect(networkFolder(at(name), role)).rejects.toThrow(UserError);
    await expect(networkFolder(at(name), role)).rejects.toThrow(message);
  });
});
