import { checkEarlyStopping } from './check-early-stopping.js';
import { pretrainingConfig } from './pretraining-config.js';

const check = (metric: string, settings: { objective?: object; training?: object } = {}) => {
  const training = { ...settings.training, earlyStopping: { metric, patience: 1 } };
  checkEarlyStopping(pretrainingConfig.parse({ ...settings, training, data: { path: 'shards' } }));
};

describe('checkEarlyStopping', () => {
  it('accepts what evaluations have', () => {
    check('fixed/auc');
    check('generator/loss', { objective: { name: 'mlm' } });
    check('languageModel/loss', { objective: { name: 'electra-mlm' } });
    check('ema/fixed/auc', { training: { ema: 0.9 } });
    checkEarlyStopping(pretrainingConfig.parse({ data: { path: 'shards' } }));
  });

  it.each<[string, object, RegExp]>([
    ['fixed/acu', {}, /metric is none that evaluations of objective\.name electra have.*one of generator\/loss, .*received fixed\/acu.*Did you mean fixed\/auc\?/s],
    ['ema/fixed/auc', {}, /Set training\.ema/],
    ['ema/fixed/auc', { objective: { name: 'mlm' }, training: { ema: 0.9 } }, /one of generator\/loss, .*ema\/generator\/loss/],
    ['generator/loss', { objective: { sampler: 'uniform' } }, /one of live\/loss/],
    ['fixed/auc', { objective: { name: 'mlm' } }, /one of generator\/loss, generator\/accuracy, generator\/unigramBaseline, received/],
    ['loss', {}, /received loss/],
  ])('refuses %s with %j', (metric, settings, message) => {
    expect(() => check(metric, settings)).toThrow(message);
  });
});
