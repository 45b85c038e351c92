import { quickstartVerdicts } from './verdicts.js';

const evaluation = {
  'fixed/auc': 0.66,
  'fixed/aucLow': 0.64,
  'fixed/aucHigh': 0.68,
  'generator/accuracy': 0.2,
  'generator/unigramBaseline': 0.06,
};
const holds = (changes = {}, accuracy = { pretrained: 0.9, untrained: 0.8, seeds: 3 }) =>
  quickstartVerdicts({ evaluation: { ...evaluation, ...changes }, accuracy }).map((verdict) => verdict.holds);

describe('quickstartVerdicts', () => {
  it('holds where all is well, equal accuracies included', () => {
    expect(holds()).toEqual([true, true, true]);
    expect(holds({}, { pretrained: 0.8, untrained: 0.8, seeds: 1 })).toEqual([true, true, true]);
  });

  it('looks at the lower end of the interval', () => {
    expect(holds({ 'fixed/aucLow': 0.59 })[0]).toBe(false);
  });

  it('says when something was not learned, or not measured', () => {
    expect(holds({ 'generator/accuracy': 0.05 })[1]).toBe(false);
    expect(holds({}, { pretrained: 0.7, untrained: 0.8, seeds: 1 })[2]).toBe(false);
    expect(quickstartVerdicts({ evaluation: {}, accuracy: { pretrained: 1, untrained: 0, seeds: 1 } })[0].holds).toBe(false);
  });

  it('shows the numbers as they are', () => {
    const [area] = quickstartVerdicts({ evaluation, accuracy: { pretrained: 1, untrained: 0, seeds: 1 } });
    expect(area.measured).toContain('0.660, 95 % interval 0.640 to 0.680');
  });
});
