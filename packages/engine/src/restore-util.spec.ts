import { restoreUtil } from './restore-util.js';

const util = jest.requireActual<Record<string, unknown>>('node:util');

describe('restoreUtil', () => {
  const { isArray, isNullOrUndefined } = util;
  afterAll(() => Object.assign(util, { isArray, isNullOrUndefined }));

  it('adds what is missing', () => {
    Object.assign(util, { isArray: undefined, isNullOrUndefined: undefined });
    restoreUtil();
    const restored = util as { isArray(value: unknown): boolean; isNullOrUndefined(value: unknown): boolean };
    expect([[], {}].map((value) => restored.isArray(value))).toEqual([true, false]);
    const missing = [null, undefined, 0, ''].map((value) => restored.isNullOrUndefined(value));
    expect(missing).toEqual([true, true, false, false]);
  });

  it('leaves alone what is there', () => {
    const own = (): boolean => true;
    Object.assign(util, { isArray: own });
    restoreUtil();
    expect(util['isArray']).toBe(own);
  });
});
