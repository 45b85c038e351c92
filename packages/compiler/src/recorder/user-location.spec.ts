import { currentUserLocation, describeLocation, userLocation, withDeepStacks } from './user-location.js';

describe('userLocation', () => {
  it('is the first frame outside tfjs and this package, with the operation it called', () => {
    const stack = [
      'Error: x',
      '    at Engine.runKernel (/app/node_modules/@tensorflow/tfjs-core/dist/engine.js:1:2)',
      '    at erf_ (/app/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js:3:4)',
      '    at Object.erf__op [as erf] (/app/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js:5:6)',
      '    at activation (file:///app/model.mjs:7:8)',
      '    at file:///app/train.mjs:9:10',
    ].join('\n');
    expect(userLocation(stack)).toEqual({ operation: 'erf', place: 'file:///app/model.mjs:7:8' });
  });

  it('finds this line, which is the user of the package', () => {
    expect(currentUserLocation().place).toMatch(/user-location\.spec\.ts:\d+:\d+$/);
  });

  it('says so where no frame is the user\'s', () => {
    expect(userLocation('Error: x\n    at node:internal/process:1:2')).toEqual({ operation: undefined });
  });

  it('describes what it knows', () => {
    expect(describeLocation({ operation: 'erf', place: 'a.ts:1:2' })).toBe(' in tf.erf at a.ts:1:2');
    expect(describeLocation({ place: 'a.ts:1:2' })).toBe(' at a.ts:1:2');
    expect(describeLocation({})).toBe('');
  });

  it('restores the usual depth of stacks', () => {
    const usual = Error.stackTraceLimit;
    expect(() => withDeepStacks(() => { throw new Error(String(Error.stackTraceLimit)); })).toThrow('200');
    expect(Error.stackTraceLimit).toBe(usual);
  });
});
