import { keepLanguages } from './keep-languages.js';

describe('keepLanguages', () => {
  const detect = (text: string) => (text === '?' ? undefined : text.slice(0, 2));
  const step = keepLanguages(['en', 'fr'], detect);

  it('keeps the languages named', async () => {
    expect(step.name).toBe('keep languages en, fr');
    expect(await step.apply({ id: 'a', text: 'fr 1' })).toEqual({ id: 'a', text: 'fr 1' });
  });

  it('says which language it dropped, and when there is none', async () => {
    expect(await step.apply({ id: 'a', text: 'de 2' })).toEqual({ dropped: 'language de' });
    expect(await step.apply({ id: 'a', text: '?' })).toEqual({ dropped: 'unknown language' });
  });

  it('waits for a detector that takes its time', async () => {
    const slow = keepLanguages(['en'], async () => 'en');
    expect(await slow.apply({ id: 'a', text: 'x' })).toEqual({ id: 'a', text: 'x' });
  });
});
