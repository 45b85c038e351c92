import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { scalar, setBackend, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import { adamW, adamWDefaults, momentCorrections } from './adam-w.js';
import { clipScale, globalNorm } from './clip-by-global-norm.js';
import { groupClipScales } from './group-clip-scales.js';
import { layerwiseRates } from './layerwise-rates.js';
import { linearSchedule } from './linear-schedule.js';
import { createMoments, disposeMoments } from './moments.js';

/** The same optimizer in float64: tools/fixtures/training_parity.py. */
interface Fixture {
  readonly steps: number;
  readonly warmupSteps: number;
  readonly peak: number;
  readonly cases: {
    readonly name: string;
    readonly biasCorrection: boolean;
    readonly clip: number | null;
    /** Whether PyTorch's `clip_grad_norm_` clips the encoder and the head each by itself. */
    readonly clipGroups: boolean;
    readonly layerDecay: number | null;
    readonly parameters: Readonly<Record<string, readonly number[]>>;
  }[];
}

const path = join(__dirname, '..', 'fixtures', 'adam-w.json');
const { steps, warmupSteps, peak, cases } = JSON.parse(readFileSync(path, 'utf8')) as Fixture;

/** Gradients of sizes from 0.01 to 10, which the other side computes too. */
const gradient = (step: number, which: number, size: number) =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(step * (i + 1) * 0.7 + which) * 10 ** (i - 2));

beforeAll(() => setBackend('cpu'));

describe(`AdamW after ${steps} steps is what float64 makes of it`, () => {
  it.each(cases)('with $name', ({ biasCorrection, clip, clipGroups, layerDecay, parameters: expected }) => {
    const names = Object.keys(expected);
    const parameters = Object.fromEntries(
      names.map((name) => [name, variable(tensor(expected[name].map((_, i) => (i - 1) / 2 + 0.25)))]),
    );
    const moments = createMoments(parameters);
    const options = { ...adamWDefaults, biasCorrection };
    const rates = layerDecay === null ? undefined : layerwiseRates(names, { decay: layerDecay, numHiddenLayers: 2 });
    const rate = linearSchedule({ peak, warmupSteps, totalSteps: steps });
    for (let n = 1; n <= steps; n++) {
      tidy(() => {
        const gradients = Object.fromEntries(
          names.map((name, which) => [name, tensor(gradient(n, which, expected[name].length))]),
        );
        const { first, second } = momentCorrections(n, options);
        adamW(parameters, moments, gradients, scalar(rate(n - 1)), options, {
          ...(rates && { rates }),
          ...(clip !== null && {
            gradientScale: clipGroups ? groupClipScales(gradients, (name) => name.split('.')[0], clip) : clipScale(globalNorm(gradients), clip),
          }),
          ...(biasCorrection && { correction: { first: scalar(first), second: scalar(second) } }),
        });
      });
    }
    for (const name of names) {
      const values = parameters[name].dataSync();
      const largest = Math.max(...expected[name].map(Math.abs));
      const difference = Math.max(...expected[name].map((value, i) => Math.abs(value - values[i])));
      expect([name, difference / largest < 1e-5]).toEqual([name, true]);
      parameters[name].dispose();
    }
    disposeMoments(moments);
  });
});
