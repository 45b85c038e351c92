import { RecordedRandom } from './recorded-random.js';
import { traceBackend } from './register-trace-backend.js';

describe('RecordedRandom', () => {
  it('counts its sites over both kinds and checks the rate', () => {
    const backend = traceBackend();
    const random = new RecordedRandom(backend, backend.begin());
    random.keepMask([2], 0.5);
    random.uniform([1, 3]);
    random.keepMask([0], 0.5);
    expect(random.sites.map(({ site, kind }) => `${site} ${kind}`)).toEqual(['0 keepMask', '1 uniform', '2 keepMask']);
    expect(() => random.keepMask([2], 1)).toThrow('expected a dropRate in [0, 1), received 1');
    backend.end();
  });
});
