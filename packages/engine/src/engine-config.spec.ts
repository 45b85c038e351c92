import { engineConfig } from './engine-config.js';

describe('engineConfig', () => {
  it('leaves everything to the machine', () => expect(engineConfig.parse({})).toEqual({ name: 'auto', precision: 'float32' }));

  it.each([{ name: 'cuda' }, { threads: 0 }, { threads: 1.5 }, { precision: 'float16' }, { device: 'gpu' }])('refuses %j', (config) =>
    expect(engineConfig.safeParse(config).success).toBe(false),
  );
});
