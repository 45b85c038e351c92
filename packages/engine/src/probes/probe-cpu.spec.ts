import { probeCpu } from './probe-cpu.js';

describe('probeCpu', () => {
  it('is always available, and says what it is for', () => {
    expect(probeCpu()).toMatchObject({ name: 'cpu', available: true, threads: 1 });
    expect(probeCpu().detail).toContain('too slow for training');
  });
});
