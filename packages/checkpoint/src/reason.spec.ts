import { reason } from './reason.js';

describe('reason', () => {
  it('names what lies beneath', () => {
    expect(reason(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }))).toBe(
      'fetch failed (connect ECONNREFUSED)',
    );
    expect(reason(new Error('plain'))).toBe('plain');
    expect(reason('text')).toBe('text');
  });
});
