import { scalar, setBackend, variable } from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { claimVariable } from './variable-trainers.js';
import type { WorkerClient } from './worker-client.js';

const worker = () => ({ hasEnded: false }) as unknown as WorkerClient;

describe('claimVariable', () => {
  beforeAll(() => setBackend('cpu'));

  it('lets one living runtime train a variable, with as many steps as it likes', () => {
    const w = variable(scalar(1));
    const [first, second] = [worker(), worker()];
    claimVariable('w', w, { worker: first, step: 'a' });
    claimVariable('w', w, { worker: first, step: 'b' });
    expect(() => claimVariable('w', w, { worker: second, step: 'c' })).toThrow(
      "step 'c': its variable 'w' is trained by step 'b' of another runtime already",
    );
    Object.assign(first, { hasEnded: true });
    claimVariable('w', w, { worker: second, step: 'c' });
    expect(() => claimVariable('w', w, { worker: worker(), step: 'd' })).toThrow("by step 'c'");
    w.dispose();
  });
});
