import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { recordStep } from '../recorder/record-step.js';
import { groupedProbabilities, groupedTypes } from '../testing/grouped-probabilities.fixture.js';
import { compileRecording, type GraphTarget } from './compile-recording.js';

describe('compileRecording', () => {
  it('binds only what the graph needs', () => {
    const [read, unused, assigned] = [1, 2, 3].map(
      (value) => tf.variable(tf.scalar(value)),
    ) as [tf.Variable, tf.Variable, tf.Variable];
    const recording = recordStep(
      ({ x }, random) => {
        random.keepMask([2], 0.5);
        const kept = random.keepMask([2], 0.25);
        assigned.assign(tf.sum(tf.mul(x as tf.Tensor, kept)));
        return { y: tf.mul(read, 2) };
      },
      { name: 'test', variables: { read, unused, assigned } },
      { x: { shape: [2], dtype: 'float32' }, ignored: { shape: [9], dtype: 'float32' } },
    );
    const { description, variables } = compileRecording(recording, ({ name }) => `key of ${name}`);
    expect(description.feeds.map(({ name }) => name)).toEqual(['x']);
    expect(description.random.map(({ site }) => site)).toEqual([1]);
    expect(description.state).toEqual([
      { key: 'key of read', name: 'read', input: 'state.read', output: undefined, inPlace: false },
      { key: 'key of assigned', name: 'assigned', input: undefined, output: 'next.assigned', inPlace: false },
    ]);
    expect(variables.map(({ variable }) => variable)).toEqual([read, assigned]);
    tf.dispose([read, unused, assigned]);
  });

  /** Two layers, the second wide, learn from a large batch; a mean of the first's results and the places of the largest scores are told too. */
  function recordLayers() {
    const sizes = { first: [256, 64], second: [64, 4096] } as const;
    const variables = Object.fromEntries(Object.entries(sizes).map(([name, shape]) => [name, tf.variable(tf.ones([...shape]))]));
    const recording = recordStep(
      ({ x, rate, scores }) => {
        const [x_NE, first, second] = [x, variables['first'], variables['second']] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
        const hidden = tf.matMul(x_NE, first);
        const { value, grads } = tf.variableGrads(() => tf.mean(tf.square(tf.matMul(tf.matMul(x_NE, first), second))));
        for (const variable of Object.values(variables)) variable.assign(tf.sub(variable, tf.mul(grads[variable.name] as tf.Tensor, rate as tf.Tensor)));
        return { loss: value, likely: tf.argMax(scores as tf.Tensor, 1), early: tf.mean(hidden) };
      },
      { name: 'layers', variables },
      { x: { shape: [1024, 256], dtype: 'float32' }, rate: { shape: [], dtype: 'float32' }, scores: { shape: [2, 4096], dtype: 'float32' } },
    );
    tf.dispose(variables);
    return recording;
  }

  const opsOf = ({ graph }: ReturnType<typeof recordLayers>) => graph.nodes.map(({ op }) => op);

  it('has ONNX Runtime reduce early, transpose once and write in place, where the places of a result are found in parts too', () => {
    const recording = recordLayers();
    const { description } = compileRecording(recording, ({ name }) => name);
    expect(opsOf(recording).at(-1)).toBe('Shape');
    expect(opsOf(recording)).toContain('Transpose');
    expect(opsOf(recording)).toContain('GatherND');
    // The first's gradient may still read the second when that is there.
    expect(description.state.map(({ inPlace }) => inPlace)).toEqual([true, false]);
    expect(recording.graph.outputs.map(({ name }) => name)).toEqual(['output.loss', 'output.likely', 'output.early', 'next.first', 'next.second']);
  });

  it('has OpenVINO compute the outputs in another order, and plan the rest', () => {
    const recording = recordLayers();
    const { description } = compileRecording(recording, ({ name }) => name, { engine: 'openvino', precision: 'float32' });
    expect(opsOf(recording)).not.toContain('Shape');
    expect(opsOf(recording)).not.toContain('Transpose');
    expect(description.indices).toEqual([]);
    expect(description.state.map(({ inPlace }) => inPlace)).toEqual([false, false]);
    expect(recording.graph.outputs.map(({ name }) => name)).toEqual(['output.early', 'output.likely', 'output.loss', 'next.first', 'next.second']);
  });

  it('has OpenVINO compare columns where probabilities are read in two shapes, and multiply with ones to sum many rows', () => {
    const steps = (target?: GraphTarget) => {
      const recording = recordStep(groupedProbabilities, { name: 'groups', variables: {} }, groupedTypes);
      compileRecording(recording, ({ name }) => name, target);
      return recording.graph.nodes.flatMap(({ op, name }) => (op === 'ScatterElements' || op === 'Equal' ? [op] : /_(row|strips)$/.test(name) ? [name.split('_').at(-1)] : []));
    };
    expect(steps().sort()).toEqual(['ScatterElements', 'strips']);
    expect(steps({ engine: 'openvino', precision: 'float32' }).sort()).toEqual(['Equal', 'row']);
  });
});
