import { UserError } from '@electra-ts/config';
import { generatorConfig, presets } from '@electra-ts/nn';
import { pretrainingConfig } from './pretraining-config.js';
import { refuseScarceMemory } from './refuse-scarce-memory.js';
import { runSizes } from './run-sizes.js';

describe('refuseScarceMemory', () => {
  const run = (batchSize: number, accumulate = 1) => ({
    networks: { discriminator: presets.small.discriminator, generator: generatorConfig(presets.small) },
    config: pretrainingConfig.parse({ data: { path: 'a' }, training: { batchSize, accumulate } }),
    phases: [{ batchSize: 1, sequenceLength: 64 }, { batchSize, sequenceLength: 128 }],
  });

  it('takes the state, the largest batch and what a layer gives to the next for the least', () => {
    // 12 layers of width 256 in two bytes, and a token's four.
    const least = ({ batchSize = 1000, parts = 1 }) => runSizes(run(batchSize)).stateBytes + batchSize * 128 * (4 + (12 * 256 * 2) / parts);
    refuseScarceMemory(run(1000), least({}));
    expect(() => refuseScarceMemory(run(1000), least({}) - 1)).toThrow(UserError);
    const inParts = run(1000, 4);
    const state = runSizes(inParts).stateBytes - runSizes(run(1000)).stateBytes;
    refuseScarceMemory(inParts, least({ parts: 4 }) + state);
    expect(() => refuseScarceMemory(inParts, least({ parts: 4 }) + state - 1)).toThrow(UserError);
  });

  it('says what is needed and what to change, with what this machine has', () => {
    refuseScarceMemory(run(128));
    expect(() => refuseScarceMemory(run(1e8))).toThrow(
      /does not fit into the memory of this machine: expected at most [\d.,]+ GB, received at the very least 78,[\d,]+ GB: 0\.\d+ GB of parameters.* a batch of 100,000,000 examples of 128 tokens\. .*training\.batchSize/,
    );
  });
});
