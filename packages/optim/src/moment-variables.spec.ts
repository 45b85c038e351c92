import '@tensorflow/tfjs-backend-cpu';
import { setBackend, variable, zeros } from '@tensorflow/tfjs-core';
import { createMoments, disposeMoments } from './moments.js';
import { momentVariables } from './moment-variables.js';

describe('momentVariables', () => {
  it('names both moments of each variable, and copies none', async () => {
    await setBackend('cpu');
    const [a, b] = [variable(zeros([2])), variable(zeros([3]))];
    const moments = createMoments({ a, b });
    const named = momentVariables(moments);
    expect(Object.keys(named)).toEqual(['first.a', 'first.b', 'second.a', 'second.b']);
    expect(named['first.b']).toBe(moments.first['b']);
    expect(named['second.a']).toBe(moments.second['a']);
    disposeMoments(moments);
    a.dispose();
    b.dispose();
  });
});
