import { renderCost } from './cost.js';

describe('renderCost', () => {
  it('adds the stages up and gives their shares', () => {
    const { markup } = renderCost({
      stages: [
        { name: 'vocabulary', seconds: 15, reused: true },
        { name: 'pre-training', seconds: 45 },
      ],
      tokens: 1_234_567,
      flops: 2.5e12,
    });
    expect(markup).toContain('<dd>1 min 00 s</dd>');
    expect(markup).toContain('<dd>1.23 M tokens</dd>');
    expect(markup).toContain('<dd>2.5 TFLOP</dd>');
    expect(markup.match(/\d+ %/g)).toEqual(['25 %', '75 %']);
    expect(markup.match(/from an earlier run/g)).toHaveLength(1);
  });

  it('is left out when unknown', () => {
    expect(renderCost(undefined).markup).toBe('');
  });
});
