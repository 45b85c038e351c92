import { LossSpikes } from './loss-spikes.js';

/** A loss that falls from 11 towards 1 and trembles. */
const usual = (step: number) => 1 + 10 / (1 + step / 20) + 0.2 * Math.sin(step * 1.7);

describe('LossSpikes', () => {
  it('says nothing of a loss that falls and trembles, or is not finite', () => {
    const spikes = new LossSpikes();
    for (let step = 1; step < 500; step++) expect(spikes.report(step, usual(step))).toBeUndefined();
    expect(spikes.report(500, NaN)).toBeUndefined();
  });

  it('tells of a jump once, and of another one later', () => {
    const spikes = new LossSpikes();
    const told: string[] = [];
    for (let step = 1; step < 500; step++) {
      const message = spikes.report(step, [300, 301, 302, 420].includes(step) ? 9 : usual(step));
      if (message) told.push(message);
    }
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/the loss jumped to 9\.000 at step 300, from 1\.\d+ on the average/);
    expect(told[1]).toMatch(/step 420/);
  });

  it('says nothing in the first steps, when nobody knows what is usual', () => {
    const spikes = new LossSpikes();
    for (let step = 1; step <= 50; step++) expect(spikes.report(step, step % 7 === 0 ? 50 : 1)).toBeUndefined();
  });
});
