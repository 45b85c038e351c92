import { inference, type InferenceOptions } from './inference.js';
import { standardOutputOf } from '../standard-output.fixture.js';
import { tinyOptions } from '../tiny-options.fixture.js';

const options: InferenceOptions = {
  ...tinyOptions,
  batchSize: 2,
  sequenceLength: 16,
  steps: 3,
};

describe('electra-bench inference', () => {
  it('prints one JSON document with texts a second', async () => {
    const result = JSON.parse(await standardOutputOf(() => inference(options))) as Record<string, number>;
    expect(result).toMatchObject({ preset: 'tiny', batchSize: 2, sequenceLength: 16, engine: 'onnxruntime', threads: 1, peers: [] });
    expect(result['textsPerSecond']).toBeCloseTo(2 / result['medianSeconds'], 6);
    expect(result).not.toHaveProperty('losses');
  });

  it('prints a table for people', async () => {
    expect(await standardOutputOf(() => inference({ ...options, json: false }))).toMatch(/electra-ts onnxruntime float32 +\d+\.\d{3} s/);
  });

  it('refuses what does nothing, and peers that cannot do the work', async () => {
    await expect(inference({ ...options, mixed: 3 })).rejects.toThrow('--mixed does nothing without --texts');
    await expect(inference({ ...options, transformersJs: '.' })).rejects.toThrow('--transformers-js does nothing without --texts');
    await expect(inference({ ...options, peers: ['transformers.js'] })).rejects.toThrow(/transformers\.js does not run on rows of random tokens.*eager, compile/s);
    await expect(inference({ ...options, texts: 'a.txt' })).rejects.toThrow('--texts needs a tokenizer');
    await expect(inference({ ...options, texts: 'a.txt', tokenizer: 't', peers: ['compile'] })).rejects.toThrow(/compile does not run on texts.*transformers\.js/s);
  });
});
