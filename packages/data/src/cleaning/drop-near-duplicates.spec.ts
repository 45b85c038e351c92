import { dropNearDuplicates } from './drop-near-duplicates.js';

const text = (topic: string, size = 200) => Array.from({ length: size }, (_, i) => `${topic}${i}`);

describe('dropNearDuplicates', () => {
  const drops = async (step: ReturnType<typeof dropNearDuplicates>, words: readonly string[]) =>
    'dropped' in (await step.apply({ id: 'x', text: words.join(' ') }));

  it('drops a text that differs in a word, and keeps others', async () => {
    const step = dropNearDuplicates();
    await expect(drops(step, text('a'))).resolves.toBe(false);
    await expect(drops(step, text('b'))).resolves.toBe(false);
    await expect(drops(step, text('a').with(100, 'changed'))).resolves.toBe(true);
    // Half of the text is new.
    await expect(drops(step, [...text('a', 100), ...text('c', 100)])).resolves.toBe(false);
    await expect(drops(step, ['!'])).resolves.toBe(false);
  });

  it('remembers the newest documents only', async () => {
    const step = dropNearDuplicates({ capacity: 2 });
    for (const topic of ['a', 'b', 'c']) await drops(step, text(topic));
    await expect(drops(step, text('c'))).resolves.toBe(true);
    await expect(drops(step, text('a'))).resolves.toBe(false);
  });

  it('refuses settings that mean nothing', () => {
    expect(() => dropNearDuplicates({ threshold: 0 })).toThrow(/received 0 and 65536/);
    expect(() => dropNearDuplicates({ capacity: 0 })).toThrow(/received 0.8 and 0/);
  });
});
