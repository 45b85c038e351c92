import { beamSpans } from './conditioned-answers.js';

describe('beamSpans', () => {
  // Two beginnings, 3 and 5, each with two ends.
  const outputs = {
    beamStarts: Float32Array.of(5, 3),
    beamStartLogs: Float32Array.of(-0.5, -1),
    beamEnds: Float32Array.of(6, 4, 3, 9),
    beamEndLogs: Float32Array.of(-1, -0.1, -0.25, -0.125),
  };
  const limits = { mayBegin: () => true, mayEnd: () => true, longest: 30, best: 20 };

  it('adds up the beginnings and ends that make a span, best first', () => {
    expect(beamSpans(outputs, limits)).toEqual([
      { first: 3, last: 9, logit: -1.125 },
      { first: 3, last: 3, logit: -1.25 },
      { first: 5, last: 6, logit: -1.5 },
    ]);
  });

  it('keeps to what may be an answer', () => {
    expect(beamSpans(outputs, { ...limits, longest: 3, best: 1 })).toEqual([{ first: 3, last: 3, logit: -1.25 }]);
    expect(beamSpans(outputs, { ...limits, mayBegin: (token) => token === 5, mayEnd: (token) => token < 6 })).toEqual([]);
  });
});
