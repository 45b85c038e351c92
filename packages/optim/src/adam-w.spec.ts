import '@tensorflow/tfjs-backend-cpu';
import { backend, memory, scalar, setBackend, type Tensor, tensor, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { adamW, adamWDefaults, type AdamWExtra, type AdamWOptions, momentCorrections } from './adam-w.js';
import { createMoments, disposeMoments } from './moments.js';

beforeAll(() => setBackend('cpu'));

/** One parameter in float64, by the reference's formulas, written out and in its order of operations. */
class PlainAdamW {
  #m = 0;
  #v = 0;
  #t = 0;

  constructor(
    public p: number,
    private readonly options: AdamWOptions,
    private readonly decays: boolean,
  ) {}

  step(g: number, rate: number): void {
    const { beta1, beta2, epsilon, weightDecay, biasCorrection } = this.options;
    this.#t++;
    this.#m = beta1 * this.#m + (1 - beta1) * g;
    this.#v = beta2 * this.#v + (1 - beta2) * g * g;
    const m = biasCorrection ? this.#m / (1 - beta1 ** this.#t) : this.#m;
    const v = biasCorrection ? this.#v / (1 - beta2 ** this.#t) : this.#v;
    const update = m / (Math.sqrt(v) + epsilon) + (this.decays ? weightDecay * this.p : 0);
    this.p -= rate * update;
  }
}

/** Runs 200 steps of tensors and of plain numbers side by side and returns the largest relative difference. */
function largestDifference(options: AdamWOptions, rates?: Record<string, number>, gradientScale?: number): number {
  const start = [0.5, -1.25, 2];
  const names = ['layer.weight', 'layer.bias', 'LayerNorm.weight'];
  const parameters = Object.fromEntries(names.map((name) => [name, variable(tensor(start))]));
  const moments = createMoments(parameters);
  const plain = names.map((name, row) => start.map((p) => new PlainAdamW(p, options, row === 0)));
  const gradient = (t: number, row: number, i: number) => Math.sin(t * (i + 1) + row) * 10 ** (i - 1);
  for (let t = 1; t <= 200; t++) {
    const rate = 0.01 * (1 - t / 400);
    tidy(() => {
      const gradients = names.map((name, row) => [name, tensor(start.map((_, i) => gradient(t, row, i)))] as const);
      const { first, second } = momentCorrections(t, options);
      const extra: AdamWExtra = {
        ...(rates && { rates }),
        ...(gradientScale && { gradientScale: scalar(gradientScale) }),
        ...(options.biasCorrection && { correction: { first: scalar(first), second: scalar(second) } }),
      };
      adamW(parameters, moments, Object.fromEntries(gradients), scalar(rate), options, extra);
    });
    plain.forEach((row, r) =>
      row.forEach((each, i) => each.step(gradient(t, r, i) * (gradientScale ?? 1), rate * (rates?.[names[r]] ?? 1))),
    );
  }
  const differences = names.flatMap((name, row) =>
    Array.from(parameters[name].dataSync(), (p, i) => Math.abs(p - plain[row][i].p) / Math.abs(plain[row][i].p)),
  );
  disposeMoments(moments);
  Object.values(parameters).forEach((each) => each.dispose());
  return Math.max(...differences);
}

describe('adamW', () => {
  it('does the first step that one can work out by hand', () => {
    const weight = variable(tensor([2]));
    const moments = createMoments({ weight });
    // m = .1 * 4, v = .001 * 16, m / sqrt(v) = .4 / .1264911 = 3.1622777; decay .01 * 2 = .02; rate .1.
    tidy(() => adamW({ weight }, moments, { weight: tensor([4]) }, scalar(0.1)));
    expect(weight.dataSync()[0]).toBeCloseTo(2 - 0.1 * (3.1622777 + 0.02), 5);
    expect(moments.first['weight'].dataSync()[0]).toBeCloseTo(0.4, 6);
    expect(moments.second['weight'].dataSync()[0]).toBeCloseTo(0.016, 6);
  });

  it('with bias correction takes a first step of the learning rate', () => {
    const bias = variable(tensor([2, 2]));
    const moments = createMoments({ bias });
    const { first, second } = momentCorrections(1, adamWDefaults);
    tidy(() =>
      adamW({ bias }, moments, { bias: tensor([4, -0.5]) }, scalar(0.25), { ...adamWDefaults, biasCorrection: true }, {
        correction: { first: scalar(first), second: scalar(second) },
      }),
    );
    expect(bias.dataSync()[0]).toBeCloseTo(1.75, 5);
    expect(bias.dataSync()[1]).toBeCloseTo(2.25, 5);
  });

  it.each([
    { of: 'the defaults', options: {} },
    { of: 'bias correction', options: { biasCorrection: true } },
    { of: 'no decay', options: { weightDecay: 0 } },
    { of: 'other constants', options: { beta1: 0.8, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.1 } },
    { of: 'rates', options: {}, rates: { 'layer.weight': 1, 'layer.bias': 0.5, 'LayerNorm.weight': 0.25 } },
    { of: 'scaled gradients', options: {}, scale: 0.125 },
  ])('follows the float64 reference for 200 steps: $of', ({ options, rates, scale }) => {
    expect(largestDifference({ ...adamWDefaults, ...options }, rates, scale)).toBeLessThan(2e-5);
  });

  it('reads no value and leaves no tensor behind', () => {
    const weight = variable(tensor([2]));
    const moments = createMoments({ weight });
    const [gradient, rate, scale] = [tensor([4]), scalar(0.1), scalar(0.5)];
    const read = jest.spyOn(backend(), 'readSync');
    const before = memory().numTensors;
    adamW({ weight }, moments, { weight: gradient }, rate, adamWDefaults, {
      rates: { weight: 0.5 },
      gradientScale: scale,
    });
    expect(memory().numTensors).toBe(before);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
    disposeMoments(moments);
    [weight, gradient, rate, scale].forEach((each) => each.dispose());
  });

  it('lets decay what it is told to, whatever the names', () => {
    const parameters = { scale: variable(tensor([2])), offset: variable(tensor([2])), 'x.bias': variable(tensor([2])) };
    const step = (decays?: (name: string) => boolean) => {
      const moments = createMoments(parameters);
      for (const each of Object.values(parameters)) each.assign(tensor([2]));
      const gradients = Object.fromEntries(Object.keys(parameters).map((name) => [name, tensor([0])]));
      tidy(() => adamW(parameters, moments, gradients, scalar(1), { ...adamWDefaults, weightDecay: 0.5, ...(decays && { decays }) }));
      disposeMoments(moments);
      return Object.values(parameters).map((each) => each.dataSync()[0]);
    };
    expect(step()).toEqual([1, 1, 2]);
    expect(step((name) => name === 'x.bias')).toEqual([2, 2, 1]);
  });

  it('refuses a gradient or moment of another shape, before it changes any parameter', () => {
    const [a, b] = [variable(tensor([1, 1])), variable(tensor([1, 1]))];
    const moments = createMoments({ a, b });
    tidy(() => {
      const [good, rate] = [tensor([1, 1]), scalar(1)];
      const stepBy = (gradient: Tensor, given = moments) => () => adamW({ a, b }, given, { a: good, b: gradient }, rate);
      expect(stepBy(tensor([1]))).toThrow('adamW: expected the gradient of "b" to have shape [2], received [1]');
      expect(stepBy(tensor([[1, 1]]))).toThrow('received [1,2]');
      const second = { ...moments.second, a: variable(tensor([0])) };
      expect(stepBy(good, { ...moments, second })).toThrow('the second moment of "a" to have shape [2]');
    });
    expect([...a.dataSync()]).toEqual([1, 1]);
  });

  it('names the parameter that lacks something, before it changes any', () => {
    const [a, b] = [variable(tensor([1])), variable(tensor([1]))];
    const parameters: Record<string, Variable> = { a, b };
    const moments = createMoments(parameters);
    tidy(() => {
      const [gradient, rate] = [tensor([1]), scalar(1)];
      const both = { a: gradient, b: gradient };
      expect(() => adamW(parameters, moments, { a: gradient }, rate)).toThrow('expected a gradient for every');
      expect(() => adamW(parameters, moments, { a: gradient }, rate)).toThrow('none for "b"');
      expect(() => adamW(parameters, { ...moments, second: {} }, both, rate)).toThrow('second moment');
      expect(() => adamW(parameters, moments, both, rate, adamWDefaults, { rates: { a: 1 } })).toThrow('rate');
      expect(() => adamW(parameters, moments, both, rate, adamWDefaults, { gradientScale: { b: rate } })).toThrow('gradient scale');
      for (const beta1 of [1, -0.1, Number.NaN]) {
        expect(() => adamW(parameters, moments, both, rate, { ...adamWDefaults, beta1 })).toThrow(`a beta1 of [0, 1), received ${beta1}`);
      }
      expect(() => adamW(parameters, moments, both, rate, { ...adamWDefaults, biasCorrection: true })).toThrow(
        'received biasCorrection true and no corrections',
      );
    });
    expect(a.dataSync()[0]).toBe(1);
  });
});

describe('adamW with accept', () => {
  const start = [0.5, -1.25, 3];
  const bits = (variables: readonly Variable[]) => variables.map((each) => [...new Uint32Array(each.dataSync().slice().buffer)]);
  /** Parameters and moments after an ordinary step and one more with the gradient and verdict given. */
  function after(gradient: readonly number[], accept: boolean | undefined, rates?: Record<string, number>) {
    const parameters = { 'a.weight': variable(tensor(start)) };
    const moments = createMoments(parameters);
    const step = (values: readonly number[], verdict: boolean | undefined) =>
      tidy(() =>
        adamW(parameters, moments, { 'a.weight': tensor([...values]) }, scalar(0.1), adamWDefaults, {
          gradientScale: scalar(verdict === false ? NaN : 0.5),
          ...(rates && { rates }),
          ...(verdict !== undefined && { accept: scalar(verdict) }),
        }),
      );
    step([1, -2, 0.25], undefined);
    const before = bits([...Object.values(parameters), ...Object.values(moments.first), ...Object.values(moments.second)]);
    step(gradient, accept);
    return { before, now: bits([...Object.values(parameters), ...Object.values(moments.first), ...Object.values(moments.second)]) };
  }

  it('changes no bit where it is false, whatever the gradients', () => {
    const { before, now } = after([NaN, Infinity, 2], false, { 'a.weight': 0.5 });
    expect(now).toEqual(before);
  });

  it('changes what it would have changed where it is true', () => {
    const accepted = after([0.1, 0.2, -0.3], true);
    expect(accepted.now).toEqual(after([0.1, 0.2, -0.3], undefined).now);
    expect(accepted.now).not.toEqual(accepted.before);
  });

  it('computes small parameters of a kind as one, with the numbers that each has alone', () => {
    const shapes = { 'a.bias': [3], 'LayerNorm.weight': [2, 2], 'scale.weight': [], 'b.weight': [5], 'large.weight': [70, 70], 'slow.bias': [2] };
    const names = Object.keys(shapes);
    const rates = Object.fromEntries(names.map((name) => [name, name === 'slow.bias' ? 0.5 : 1]));
    const numbers = (name: string, shift: number) => {
      const shape = shapes[name as keyof typeof shapes];
      return tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i + shift + name.length)), shape);
    };
    const run = (groups: string[][]) => {
      const parameters = Object.fromEntries(names.map((name) => [name, variable(numbers(name, 0))]));
      const moments = createMoments(parameters);
      const part = <T>(all: Readonly<Record<string, T>>, group: string[]) => Object.fromEntries(group.map((name) => [name, all[name]]));
      for (let t = 1; t <= 3; t++) {
        for (const group of groups) {
          const gradients = Object.fromEntries(group.map((name) => [name, numbers(name, t)]));
          const own = { first: part(moments.first, group), second: part(moments.second, group) };
          adamW(part(parameters, group), own, gradients, scalar(0.1), adamWDefaults, { rates: part(rates, group), accept: scalar(t === 2 ? 0 : 1, 'bool') });
        }
      }
      return names.flatMap((name) => [parameters, moments.first, moments.second].map((of) => [of[name].shape, [...of[name].dataSync()]]));
    };
    expect(run([names])).toEqual(run(names.map((name) => [name])));
  });
});
