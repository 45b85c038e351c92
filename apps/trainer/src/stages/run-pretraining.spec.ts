import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StageProgress } from '../progress/stage-progress.js';
import { describeEvaluation, describeStep, runPretraining } from './run-pretraining.js';

describe('describeStep', () => {
  const load = { flopsPerSecond: 120e9, shareOfPeak: 0.453, residentBytes: 512e6 };
  const electra = { generatorLoss: 5.12345, discriminatorLoss: 0.25, gradientNorm: 1.2345, ...load };

  it('has losses, rates, gradient norm and memory, in 80 columns', () => {
    const told = describeStep(electra);
    expect(told.join(', ')).toBe('generator 5.123, discriminator 0.250, 120 GFLOP/s (45 %), gradient 1.23, 512 MB');
    expect(told.join(', ').length).toBeLessThanOrEqual(80);
  });

  it('has the losses that an objective has, and waiting where there is some', () => {
    expect(describeStep({ languageModelLoss: 3, learningRate: 5e-4, stepSeconds: 2, dataWait: 0.5 })).toEqual([
      'language model 3.000',
      'data wait 25 %',
      'rate 0.000500',
    ]);
    expect(describeStep({ stepSeconds: 2, dataWait: 0.001 })).toEqual([]);
  });
});

describe('describeEvaluation', () => {
  it('has what was measured, with the interval, and nothing of networks that are not there', () => {
    const generator = { 'generator/loss': 4, 'generator/accuracy': 0.25, 'generator/unigramBaseline': 0.06 };
    const discriminator = { 'live/auc': 0.7, 'fixed/auc': 0.8, 'fixed/aucLow': 0.79, 'fixed/aucHigh': 0.81 };
    expect(describeEvaluation(30, { ...generator, ...discriminator })).toBe(
      'step 30, held-out text: generator loss 4.000, accuracy 0.250 (most frequent word 0.060); ' +
        'discriminator AUC 0.700 on its samples, 0.800 [0.790, 0.810] on random words',
    );
    expect(describeEvaluation(30, generator)).not.toContain('discriminator');
    expect(describeEvaluation(30, discriminator)).not.toContain('generator');
  });
});

describe('describeEvaluation of averages', () => {
  it('has them last', () => {
    const metrics = { 'generator/loss': 4, 'ema/generator/loss': 3.5, 'ema/fixed/auc': 0.75 };
    expect(describeEvaluation(30, metrics)).toMatch(/generator loss 4\.000.*; averaged weights: generator loss 3\.500, AUC on random words 0\.750$/);
  });
});

describe('runPretraining', () => {
  it('fails with what is wrong, leaving no bar', async () => {
    let shown = '';
    const progress = new StageProgress({ title: 'x', output: { write: (text) => (shown += text) } });
    const out = join(tmpdir(), 'never');
    const configuration = { data: { path: join(out, 'absent') } };
    await expect(runPretraining({ configuration, tokenizer: join(out, 'absent'), out }, progress)).rejects.toThrow(/absent/);
    expect(shown).toBe('');
  });
});
