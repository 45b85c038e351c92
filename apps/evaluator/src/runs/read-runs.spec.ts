import { shortNames } from './read-runs.js';

describe('shortNames', () => {
  it('takes as much of a path as tells it from the others', () => {
    expect(shortNames(['/x/a', '/y/b'])).toEqual(['a', 'b']);
    expect(shortNames(['/x/run', '/y/run', '/y/other'])).toEqual(['x/run', 'y/run', 'y/other']);
    expect(shortNames(['/run', '/y/run'])).toEqual(['run', 'y/run']);
  });
});
