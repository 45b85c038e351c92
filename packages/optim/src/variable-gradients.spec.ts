import '@tensorflow/tfjs-backend-cpu';
import {
  backend,
  dispose,
  memory,
  mul,
  scalar,
  type Scalar,
  setBackend,
  square,
  sum,
  tensor,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import { variableGradients } from './variable-gradients.js';

beforeAll(() => setBackend('cpu'));

describe('variableGradients', () => {
  const a = () => variable(tensor([1, 2]));

  it('names gradients as the variables were named: d(sum(a^2) b) = 2 a b, sum(a^2)', () => {
    const variables = { 'layer.weight': a(), 'layer.scale': variable(scalar(3)) };
    const { 'layer.weight': weight, 'layer.scale': scale } = variables;
    const { value, gradients, results } = variableGradients(() => mul<Scalar>(sum(square(weight)), scale), variables);
    expect(value.dataSync()[0]).toBe(15);
    expect([...gradients['layer.weight'].dataSync()]).toEqual([6, 12]);
    expect(gradients['layer.scale'].dataSync()[0]).toBe(5);
    expect(results).toEqual({});
  });

  it('hands over the other results of the forward pass, also inputs and variables themselves', () => {
    const weight = a();
    const input = tensor([5, 6]);
    const { results, gradients } = tidy(() =>
      variableGradients(
        () => {
          const squares = square(weight);
          return { loss: sum<Scalar>(squares), results: { squares, input, weight } };
        },
        { weight },
      ),
    );
    expect([...results.squares.dataSync()]).toEqual([1, 4]);
    expect([...results.input.dataSync()]).toEqual([5, 6]);
    expect([...results.weight.dataSync()]).toEqual([1, 2]);
    dispose([results, gradients]);
    expect([...input.dataSync(), ...weight.dataSync()]).toEqual([5, 6, 1, 2]);
  });

  it('leaves to the scope around it what it makes, reads no value, and nothing stays', () => {
    const weight = a();
    const read = jest.spyOn(backend(), 'readSync');
    const before = memory().numTensors;
    tidy(() => {
      variableGradients(
        () => {
          const squares = square(weight);
          return { loss: sum<Scalar>(squares), results: { squares } };
        },
        { weight },
      );
      expect(memory().numTensors).toBe(before + 3);
    });
    expect(memory().numTensors).toBe(before);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  it('names variables that the loss does not depend on, and leaves nothing behind', () => {
    const [weight, unused] = [a(), a()];
    const before = memory().numTensors;
    const failing = () =>
      tidy(() => {
        const squares = square(weight);
        const loss = () => sum<Scalar>(mul(squares, weight));
        variableGradients(() => ({ loss: loss(), results: { squares } }), { weight, unused });
      });
    expect(failing).toThrow('received one that does not on "unused"');
    expect(memory().numTensors).toBe(before);
  });

  it('refuses one variable under two names, and one that is not trainable', () => {
    const weight = a();
    const frozen = variable(scalar(1), false);
    const loss = () => sum<Scalar>(square(weight));
    expect(() => variableGradients(loss, { x: weight, y: weight })).toThrow('received one as "x" and as "y"');
    expect(() => variableGradients(loss, { frozen })).toThrow('received "frozen", which is not');
  });
});
