import { renderVerdicts } from './verdicts.js';

describe('renderVerdicts', () => {
  it('says yes or no in words and shows the numbers', () => {
    const { markup } = renderVerdicts([
      { claim: 'AUC above 0.60', holds: true, measured: '0.71' },
      { claim: 'beats unigram', holds: false, measured: '0.05 < 0.06' },
    ]);
    const text = markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('✓ yes AUC above 0.60 0.71');
    expect(text).toContain('✗ no beats unigram 0.05 &lt; 0.06');
  });

  it('is left out without verdicts', () => {
    expect(renderVerdicts([]).markup).toBe('');
  });
});
