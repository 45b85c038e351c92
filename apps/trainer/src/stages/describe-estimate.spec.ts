import type { PretrainingEstimate } from '@electra-ts/pretraining';
import { describeEstimate } from './describe-estimate.js';

const network = { numHiddenLayers: 2, hiddenSize: 128 };
const estimate = {
  record: {
    configuration: { training: { steps: 1000 }, checkpoint: { keep: 2 } },
    engine: 'engine cpu',
    parameters: { discriminator: 1_234_567, joint: 2_000_000 },
    networks: { discriminator: network, generator: { ...network, hiddenSize: 32 } },
    tokensPerStep: 4096,
    flopsPerStep: 2e9,
  },
  stateBytes: 32e6,
  checkpointBytes: 20e6,
} as unknown as PretrainingEstimate;
const probe = { steps: 7, secondsPerStep: 0.5, secondsPerEvaluation: 2, expectedSeconds: 3700, peakBytes: 3e9 };

describe('describeEstimate', () => {
  it('has what a step, the run, memory and disk come to', () => {
    const text = describeEstimate(estimate).join('\n');
    expect(text).toMatch(/discriminator: 1,234,567 parameters, 2 layers of width 128/);
    expect(text).toMatch(/steps: 1,000 of 4\.1 ktokens and 2 GFLOP, 4\.1 Mtokens and 2 TFLOP in all/);
    expect(text).not.toMatch(/probe/);
  });

  it('has what the disk has and needs, where that is known', () => {
    expect(describeEstimate(estimate).join('\n')).not.toContain('free there');
    expect(describeEstimate(estimate, { freeBytes: 5e9, neededBytes: 60e6 })).toContain('free there: 5 Gbytes, 60 Mbytes are needed, one checkpoint more while it is written');
    expect(describeEstimate(estimate, { freeBytes: 5e6, neededBytes: 60e6 }).join('\n')).toContain('free there: 5 Mbytes, TOO FEW: 60 Mbytes are needed');
  });

  it('has what the probe measured', () => {
    const text = describeEstimate({ ...estimate, probe }).join('\n');
    expect(text).toMatch(/probe of 7 steps: 0\.500 s a step, 8\.19 ktokens\/s, 4 GFLOP\/s/);
    expect(text).toMatch(/expected time: 1 h 02 min/);
  });
});
