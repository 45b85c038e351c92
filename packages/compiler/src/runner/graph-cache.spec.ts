import { GraphCache } from './graph-cache.js';

describe('GraphCache', () => {
  it('makes a value once and lets the one unused longest give way', () => {
    const evicted: string[] = [];
    const cache = new GraphCache<string>(2, (value) => evicted.push(value));
    const created: string[] = [];
    const get = (key: string) => cache.get(key, () => (created.push(key), key.toUpperCase()));
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
    expect(created).toEqual(['a', 'b', 'c', 'b']);
    expect(evicted).toEqual(['B', 'C']);
    expect(cache.size).toBe(2);
    expect(cache.clear()).toEqual(['A', 'B']);
    expect(cache.size).toBe(0);
  });

  it('keeps nothing where making a value fails', () => {
    const cache = new GraphCache<string>(2, () => undefined);
    expect(() => cache.get('a', () => { throw new Error('no'); })).toThrow('no');
    expect(cache.size).toBe(0);
  });

  it('forgets a value that turned out useless, but not its successor', () => {
    const cache = new GraphCache<string>(2, () => undefined);
    cache.get('a', () => 'bad');
    cache.delete('a', 'bad');
    expect(cache.get('a', () => 'good')).toBe('good');
    cache.delete('a', 'bad');
    expect(cache.size).toBe(1);
  });
});
