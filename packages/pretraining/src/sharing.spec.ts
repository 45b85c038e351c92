import { sharedNames, sharings, WORDS } from './sharing.js';
import { smallConfig } from './small-model.fixture.js';

describe('sharedNames', () => {
  const names = (sharing: (typeof sharings)[number]) => sharedNames(sharing, smallConfig.discriminator);

  it('is the whole embedding scope for all, and the words alone for word', () => {
    expect(names('all')).toHaveLength(5);
    expect(names('all').every((name) => name.startsWith('electra.embeddings.'))).toBe(true);
    expect(names('word')).toEqual([WORDS]);
  });

  it('is the embeddings and the encoder for network', () => {
    expect(names('network')).toEqual(expect.arrayContaining([...names('all'), 'electra.encoder.layer.0.attention.self.query.weight']));
  });

  it('is nothing where each network has its own variables', () => {
    expect(names('none')).toEqual([]);
    expect(names('gradient-disentangled')).toEqual([]);
  });
});
