import { parseConfig } from '@electra-ts/config';
import { quickstartConfig } from './quickstart-config.js';

describe('quickstartConfig', () => {
  it('needs nothing', () => {
    const config = parseConfig(quickstartConfig, {}, 'quickstart');
    expect(config.finetuning.trainMails).toBe(500);
    expect(config.pretraining.preset).toBe('tiny');
  });

  it('never fine-tunes on more than 500 mails', () => {
    expect(() => parseConfig(quickstartConfig, { finetuning: { trainMails: 501 } }, 'quickstart')).toThrow(/trainMails.*500/);
  });

  it('knows what was meant by a misspelled key', () => {
    expect(() => parseConfig(quickstartConfig, { pretraining: { learningrate: 3 } }, 'quickstart')).toThrow(/learningRate/);
  });
});
