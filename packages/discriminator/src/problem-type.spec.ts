import { UserError } from '@electra-ts/config';
import { problemTypeOf } from './problem-type.js';

describe('problemTypeOf', () => {
  it('reads config.json', () => {
    expect(problemTypeOf({ problem_type: 'multi_label_classification' }, 1)).toBe('multi_label_classification');
  });

  it.each([undefined, null])('decides by the number of labels where config.json says %p', (value) => {
    expect(problemTypeOf({ problem_type: value }, 1)).toBe('regression');
    expect(problemTypeOf({ problem_type: value }, 2)).toBe('single_label_classification');
  });

  it('refuses another name', () => {
    expect(() => problemTypeOf({ problem_type: 'ranking' }, 2)).toThrow(UserError);
    expect(() => problemTypeOf({ problem_type: 'ranking' }, 2)).toThrow(/one of single_label.*received "ranking"/);
  });
});
