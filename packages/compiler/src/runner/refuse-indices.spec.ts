import { refuseIndices } from './refuse-indices.js';

describe('refuseIndices', () => {
  const check = { value: 'input.ids', when: 'before', sizes: [3, 5], node: 'Gather_1' } as const;
  const feeds = [{ name: 'ids', value: 'input.ids', shape: [2, 2], dtype: 'int32' }] as const;

  it('takes each element within its own axis', () => {
    expect(() => refuseIndices(check, Int32Array.of(0, 0, 2, 4), feeds)).not.toThrow();
  });

  it.each([
    [Int32Array.of(0, 4, 2, 5), "'Gather_1' chooses from 5 places, and the index 5 at place 3 of input 'ids' is out of bounds: expected 0 to 4."],
    [Int32Array.of(3, 0), /chooses from 3 places, and the index 3/],
    [Int32Array.of(0, -1), /index -1 at place 1 .* expected 0 to 4/],
  ])('refuses %s', (ids, message) => {
    expect(() => refuseIndices(check, ids, feeds)).toThrow(message);
  });

  it('has no upper bound where the engine has', () => {
    const open = { ...check, sizes: [Infinity] };
    expect(() => refuseIndices(open, Int32Array.of(2 ** 30), feeds)).not.toThrow();
    expect(() => refuseIndices(open, Int32Array.of(-2), feeds)).toThrow("'Gather_1' chooses from places, and the index -2 at place 0 of input 'ids' is out of bounds: expected 0 or more.");
  });

  it('says of a value that is no input that the step computed it', () => {
    expect(() => refuseIndices({ ...check, value: 'lowest.ids' }, Int32Array.of(-1), feeds)).toThrow(/the index -1 that the step computed/);
  });
});
