import { inference, type InferenceOptions } from './inference.js';
import { standardOutputOf } from '../standard-output.fixture.js';

const options: InferenceOptions = {
  preset: 'tiny',
  batchSize: 2,
  sequenceLength: 16,
  steps: 3,
  engine: 'onnxruntime',
  threads: 1,
  precision: 'float32',
  peers: [],
  python: 'python3',
  json: true,
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
});
