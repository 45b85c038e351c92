import { combinations, parseSweep } from './sweep-axis.js';

describe('parseSweep', () => {
  it('takes a key of training and its values', () => {
    expect(parseSweep('training.learningRate=1e-4, 3e-4')).toEqual({ key: 'training.learningRate', values: ['1e-4', '3e-4'] });
  });

  it.each(['learningRate=1', 'training.epochs', 'training.epochs=', 'training.epochs=1,,2', 'training.epochs=1,1', 'seed=1,2'])('refuses %s', (text) => {
    expect(() => parseSweep(text)).toThrow(/--sweep does not say.*such as training\.learningRate=1e-4,3e-4/);
  });
});

describe('combinations', () => {
  it('has every one, under a name of its own', () => {
    const found = combinations([parseSweep('training.learningRate=1e-4,3e-4'), parseSweep('training.head=pooled,transformers')]);
    expect(found.map(({ name }) => name)).toEqual([
      'learningRate-1e-4_head-pooled', 'learningRate-1e-4_head-transformers', 'learningRate-3e-4_head-pooled', 'learningRate-3e-4_head-transformers',
    ]);
    expect(found[1].settings).toEqual(['training.learningRate=1e-4', 'training.head=transformers']);
  });

  it('refuses a key twice', () => {
    expect(() => combinations([parseSweep('training.epochs=1'), parseSweep('training.epochs=2')])).toThrow(/training\.epochs twice/);
  });
});
