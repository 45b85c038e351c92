import { CounterRandom } from '@electra-ts/ops';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { corrupt, replaceBy } from './corrupt.js';
import { generatorHead } from './generator-head.js';
import { JointModel } from './joint-model.js';
import { smallConfig, smallFeeds } from './small-model.fixture.js';

describe('replaceBy', () => {
  beforeAll(() => setBackend('cpu'));

  it('puts tokens under the masks; the right word by chance is not replaced', () => {
    const { corrupted_N, original_N, replaced_N } = replaceBy(smallFeeds(), tensor1d([5, 3, 1, 3], 'int32'));
    expect([...original_N.dataSync()]).toEqual([2, 5, 3, 2, 6, 6]);
    expect([...corrupted_N.dataSync()]).toEqual([2, 5, 3, 2, 6, 1]);
    expect([...replaced_N.dataSync()]).toEqual([0, 0, 0, 0, 0, 1]);
  });
});

describe('corrupt', () => {
  const model = () => JointModel.create(smallConfig, { seed: 1 });
  const draw = (step: number, options: { temperature: number; disallowCorrect?: boolean }) => {
    const joint = model();
    const feeds = smallFeeds();
    const head = generatorHead(joint, feeds, null);
    return [...corrupt(joint, feeds, head, options, new CounterRandom({ seed: 3, step })).corrupted_N.dataSync()];
  };

  it('changes masked positions only, and draws the same from the same random numbers', () => {
    const drawn = draw(1, { temperature: 1 });
    expect([drawn[0], drawn[2], drawn[3], drawn[4]]).toEqual([2, 3, 2, 6]);
    expect(draw(1, { temperature: 1 })).toEqual(drawn);
    expect(new Set(Array.from({ length: 12 }, (_, step) => draw(step, { temperature: 1 }).join())).size).toBeGreaterThan(1);
  });

  it('never draws the right word where that is disallowed', () => {
    for (let step = 0; step < 12; step++) {
      const drawn = draw(step, { temperature: 1, disallowCorrect: true });
      expect(drawn[1]).not.toBe(5);
      expect(drawn[5]).not.toBe(6);
    }
  });
});
