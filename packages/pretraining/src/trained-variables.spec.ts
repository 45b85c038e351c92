import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { JointModel } from './joint-model.js';
import { smallConfig } from './small-model.fixture.js';
import { isTrained, trainedVariables } from './trained-variables.js';

describe('trainedVariables', () => {
  beforeAll(() => setBackend('cpu'));
  const names = (objective?: Parameters<typeof trainedVariables>[1]) =>
    Object.keys(trainedVariables(JointModel.create(smallConfig, { seed: 1 }), objective));

  it('is everything for ELECTRA', () => {
    expect(names()).toEqual(Object.keys(JointModel.create(smallConfig, { seed: 1 }).variables));
  });

  it('leaves out the detection head where nothing is detected', () => {
    const left = names({ name: 'mlm' });
    expect(left.some((name) => name.includes('discriminator_predictions'))).toBe(false);
    expect(left.length).toBeGreaterThan(0);
  });

  it("leaves out the generator's own where replacements come from elsewhere or it is frozen", () => {
    for (const objective of [{ sampler: 'unigram' as const }, { name: 'fast-electra' as const }, { name: 'coco-lm' as const, frozenGenerator: true }]) {
      expect(names(objective).some((name) => name.startsWith('generator.'))).toBe(false);
    }
  });

  it('is decided by the name alone', () => {
    expect(isTrained('generator.generator_lm_head.bias', {})).toBe(true);
    expect(isTrained('generator.generator_lm_head.bias', { frozenGenerator: true })).toBe(false);
    expect(isTrained('discriminator.electra.embeddings_project.weight', { name: 'mlm' })).toBe(true);
    expect(isTrained('discriminator.discriminator_predictions.dense.bias', { name: 'mlm' })).toBe(false);
  });
});
