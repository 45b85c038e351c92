import { minimumLength } from './minimum-length.js';

describe('minimumLength', () => {
  const step = minimumLength(3);

  it('drops shorter texts and does not count white space at the ends', () => {
    expect(step.apply({ id: 'a', text: '  ab \n' })).toEqual({ dropped: 'too short' });
    expect(step.apply({ id: 'a', text: 'a b' })).toEqual({ id: 'a', text: 'a b' });
  });

  it('refuses a length that means nothing', () => {
    expect(() => minimumLength(0)).toThrow(/received 0/);
    expect(() => minimumLength(Number.NaN)).toThrow(/received NaN/);
  });
});
