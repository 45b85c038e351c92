import { dropDuplicates } from './drop-duplicates.js';

describe('dropDuplicates', () => {
  it('drops a text that came before, white space at the ends left out', () => {
    const step = dropDuplicates({ capacity: 8 });
    expect(step.apply({ id: 'a', text: 'one' })).toEqual({ id: 'a', text: 'one' });
    expect(step.apply({ id: 'b', text: ' one\n' })).toEqual({ dropped: 'duplicate' });
    expect(step.apply({ id: 'c', text: 'One' })).toEqual({ id: 'c', text: 'One' });
  });

  it('forgets the oldest text where the memory is full', () => {
    const step = dropDuplicates({ capacity: 8 });
    for (let i = 0; i < 9; i++) expect(step.apply({ id: `${i}`, text: `text ${i}` })).not.toHaveProperty('dropped');
    expect(step.apply({ id: 'x', text: 'text 8' })).toEqual({ dropped: 'duplicate' });
    expect(step.apply({ id: 'y', text: 'text 0' })).not.toHaveProperty('dropped');
  });

  it('refuses a capacity that is no power of two', () => {
    expect(() => dropDuplicates({ capacity: 100 })).toThrow(/power of two.*received 100/);
  });
});
