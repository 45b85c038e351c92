import { OneAhead } from './one-ahead.js';

describe('OneAhead', () => {
  function setUp() {
    const made: number[] = [];
    let clock = 0;
    const inputs = new OneAhead(
      (step) => {
        made.push(step);
        clock += 2;
        return `input ${step}`;
      },
      () => clock,
    );
    return { inputs, made };
  }

  it('hands over what is ready without waiting', () => {
    const { inputs, made } = setUp();
    inputs.prepare(4);
    expect(inputs.take(4)).toEqual({ value: 'input 4', seconds: 0 });
    expect(made).toEqual([4]);
  });

  it('makes what is not ready, and says how long it took', () => {
    const { inputs } = setUp();
    expect(inputs.take(1)).toEqual({ value: 'input 1', seconds: 2 });
  });

  it('does not hand over another step, nor one twice', () => {
    const { inputs, made } = setUp();
    inputs.prepare(2);
    expect(inputs.take(7).value).toBe('input 7');
    expect(inputs.take(7).value).toBe('input 7');
    expect(made).toEqual([2, 7, 7]);
  });
});
