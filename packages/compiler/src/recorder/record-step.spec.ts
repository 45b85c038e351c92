import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { recordRepeatably } from './record-repeatably.js';
import { type FeedType, recordStep } from './record-step.js';
import type { StepFunction } from '../runtime.js';

const feeds: Record<string, FeedType> = { x: { shape: [2, 3], dtype: 'float32' } };
const options = { name: 'test', variables: {} };
const x = (inputs: Readonly<Record<string, tf.Tensor>>) => inputs['x'] as tf.Tensor;

beforeAll(() => tf.setBackend('cpu'));

describe('recordStep', () => {
  it('writes down operations, inputs and results, and leaves tfjs as it was', () => {
    const before = tf.memory();
    const { graph, results } = recordStep((inputs) => ({ y: tf.exp(x(inputs)) }), options, feeds);
    expect(graph.nodes.map(({ name, op }) => [name, op])).toEqual([
      ['update/Exp_0', 'Exp'],
      ['output.y', 'Identity'],
    ]);
    expect(results).toEqual([{ name: 'y', value: 'output.y', shape: [2, 3], dtype: 'float32' }]);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('makes inputs and outputs of variables, and gives them their values back', () => {
    const w = tf.variable(tf.scalar(2));
    const before = tf.memory().numTensors;
    const { variables } = recordStep(
      () => {
        w.assign(tf.mul(w, 3));
        return {};
      },
      { name: 'test', variables: { w } },
      {},
    );
    expect(variables).toEqual([{ name: 'w', variable: w, input: 'state.w', output: 'next.w' }]);
    expect(w.dataSync()[0]).toBe(2);
    expect(tf.memory().numTensors).toBe(before);
    w.dispose();
  });

  it('asks for noise as inputs, in order', () => {
    const { random, graph } = recordStep(
      (inputs, source) => ({ y: tf.mul(x(inputs), source.keepMask([2, 3], 0.1)), z: source.uniform([2, 5]) }),
      options,
      feeds,
    );
    expect(random).toEqual([
      { input: 'random.0.keepMask', site: 0, kind: 'keepMask', shape: [2, 3], dropRate: 0.1 },
      { input: 'random.1.uniform', site: 1, kind: 'uniform', shape: [2, 5] },
    ]);
    expect(graph.inputs.map(({ name }) => name)).toContain('random.1.uniform');
  });
});

describe('recordStep refuses', () => {
  const outside = tf.tidy(() => tf.keep(tf.ones([40, 40])));
  const stranger = tf.variable(tf.scalar(1), true, 'stranger');
  const own = tf.variable(tf.scalar(1), true, 'own');

  const refusals: readonly [string, StepFunction, RegExp][] = [
    [
      'a value that is read',
      (i) => ({ y: tf.scalar(tf.sum(tf.erf(x(i))).dataSync()[0] as number) }),
      /reads the value of a tensor of shape \[\] made by Sum.*record-step\.spec\.ts:\d+|record-step\.spec\.ts:\d+.*made by Sum/,
    ],
    [
      'a value that is read later',
      (i) => { void x(i).data(); return { y: x(i) }; },
      /reads the value of a tensor of shape \[2,3\]/,
    ],
    [
      'a branch on data',
      (i) => ({ y: (x(i).arraySync() as number[][]).length > 1 ? x(i) : tf.neg(x(i)) }),
      /nor branch on them/,
    ],
    [
      'an unknown kernel',
      (i) => ({ y: tf.atan(x(i)) }),
      /The kernel 'Atan'.* in tf\.atan at .*record-step\.spec\.ts:\d+:\d+ cannot be compiled.*compilableKernels/,
    ],
    ['dropout', (i) => ({ y: tf.dropout(x(i), 0.5) }), /tf\.dropout.* at .*record-step\.spec\.ts.*random\.keepMask/],
    [
      'randomNormal',
      (i) => ({ y: tf.add(x(i), tf.randomNormal([2, 3])) }),
      /tf\.randomNormal.*draws its numbers in JavaScript/,
    ],
    ['randomUniform', (i) => ({ y: tf.add(x(i), tf.randomUniform([2, 3])) }), /tf\.randomUniform.*draws/],
    ['multinomial', (i) => ({ y: tf.multinomial(x(i) as tf.Tensor2D, 1) }), /'Multinomial'.*random\.uniform/],
    [
      'another backend\'s large tensor',
      (i) => ({ y: tf.add(tf.sum(x(i)), outside) }),
      /float32 tensor of shape \[40,40\] made outside.*input or a variable/,
    ],
    [
      'a variable it does not know',
      (i) => ({ y: tf.add(x(i), stranger) }),
      /the variable 'stranger' of shape \[\], which is not among/,
    ],
    [
      'assigning a variable it does not know',
      (i) => { stranger.assign(tf.sum(x(i))); return {}; },
      /assigns the variable 'stranger', which is not among/,
    ],
    [
      'assigning twice',
      (i) => { own.assign(tf.sum(x(i))); own.assign(tf.max(x(i))); return {}; },
      /assigns the variable 'own' twice/,
    ],
    ['disposing an input', (i) => { const y = tf.neg(x(i)); x(i).dispose(); return { y }; }, /disposes its input 'x'/],
    ['returning nothing', () => undefined as never, /returns nothing; expected an object/],
    ['returning no tensor', () => ({}), /returns no tensor and assigns no variable/],
    ['returning a tensor alone', (i) => x(i) as never, /returns a tensor; expected an object/],
    ['returning a number', () => ({ y: 3 }) as never, /result 'y' is a number; expected a tensor/],
    ['returning a promise', (async () => ({})) as never, /returns a promise/],
    [
      'returning what tidy has disposed',
      (i) => { let y = x(i); tf.tidy(() => { y = tf.neg(y); }); return { y }; },
      /result 'y' has been disposed.*tf\.keep/,
    ],
    ['strings', () => ({ y: tf.tensor(['a']) }), /dtype string cannot be recorded/],
  ];

  it.each(refusals)('%s', (_, step, message) => {
    const before = tf.memory().numTensors;
    expect(() => recordStep(step, { name: 'test', variables: { own } }, feeds)).toThrow(message);
    expect(tf.getBackend()).toBe('cpu');
    expect(own.dataSync()[0]).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a gradient that tfjs lacks', () => {
    // tfjs itself forgets the tensors that it saved for a gradient that fails: nothing is counted here.
    const step: StepFunction = (i) => ({ y: tf.grad((v: tf.Tensor) => tf.sum(tf.topk(v, 1).values))(x(i)) });
    expect(() => recordStep(step, options, feeds)).toThrow(/no gradient for 'TopK'/);
  });

  it('numbers that differ between two calls', () => {
    let calls = 0;
    const counting: StepFunction = (inputs) => ({ y: tf.mul(tf.add(x(inputs), 1), ++calls) });
    expect(() => recordRepeatably(counting, options, feeds)).toThrow(
      /something else each time it is called: operand 'b' of Multiply in tf\.mul at .*record-step\.spec\.ts:\d+:\d+ differs/,
    );
    const drawing: StepFunction = (inputs) => ({ y: tf.add(x(inputs), tf.tensor1d([Math.random(), 1, 2])) });
    expect(() => recordRepeatably(drawing, options, feeds)).toThrow(/operand 'b' of Add/);
    const growing: StepFunction = (inputs) => ({ y: calls++ % 2 ? tf.exp(x(inputs)) : tf.log(x(inputs)) });
    expect(() => recordRepeatably(growing, options, feeds)).toThrow(/is called in one call and/);
  });
});
