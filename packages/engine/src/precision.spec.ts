import { precisionChoices, precisions } from './precision.js';

describe('precisions', () => {
  it('begins with the one that every engine has', () => {
    expect(precisions).toEqual(['float32', 'bfloat16']);
    expect(precisionChoices).toEqual(['float32', 'bfloat16', 'auto']);
  });
});
