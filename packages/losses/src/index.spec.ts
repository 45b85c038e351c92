import '@tensorflow/tfjs-backend-cpu';
import { memory, ones, setBackend, type Tensor, zeros } from '@tensorflow/tfjs-core';
import * as losses from './index.js';

beforeAll(() => setBackend('cpu'));

type Loss = keyof typeof losses;
/** Shape of each argument by the name that errors call it; what is named `… ids` holds int32. */
type Shapes = Readonly<Record<string, readonly number[]>>;

const [B, C, D, M, N, T, V] = [2, 3, 5, 4, 6, 7, 8];
const vocabulary = (rows: number): Shapes => ({ h: [rows, D], table: [V, D], bias: [V] });
const spans: Shapes = { start: [B, T], end: [B, T] };
const targets: Shapes = { starts: [B], ends: [B], weights: [B] };
const ids = new Set(['labels', 'input', 'positions', 'starts', 'ends']);

/** Every loss with its arguments in order and, where they are grouped or there is more to give, how it is called. */
const table: Readonly<Record<Loss, { shapes: Shapes; call?: (t: Readonly<Record<string, Tensor>>) => Tensor }>> = {
  allTokensLoss: { shapes: { ...vocabulary(N), 'copy logits': [N], input: [N], labels: [N], weights: [N] } },
  conditionedAnswerLoss: {
    shapes: { ...spans, 'impossible of the logits': [B], ...targets, impossible: [B] },
    call: (t) => {
      const logits = { start_BT: t['start'], end_BT: t['end'], impossible_B: t['impossible of the logits'] };
      return plain('conditionedAnswerLoss')(logits, spanTargets(t), t['impossible']);
    },
  },
  copyingCrossEntropy: { shapes: { nll: [N], 'copy logits': [N], input: [N], labels: [N] } },
  correctiveLanguageModelLoss: {
    shapes: { ...vocabulary(M), 'copy logits': [M], input: [M], labels: [M], weights: [M] },
  },
  maskedLanguageModelLoss: { shapes: { ...vocabulary(M), labels: [M], weights: [M] } },
  maskedTokenDetectionLoss: { shapes: { logits: [N], replaced: [N], positions: [M], weights: [M] } },
  multiLabelLoss: { shapes: { logits: [B, C], targets: [B, C], weights: [B] } },
  noiseContrastiveLoss: {
    shapes: { energies: [N], logNoise: [N], noise: [N], weights: [N] },
    call: (t) => {
      const tokens = { logNoise_N: t['logNoise'], noise_N: t['noise'], weights_N: t['weights'] };
      return plain('noiseContrastiveLoss')(t['energies'], tokens, 0.25);
    },
  },
  noiseLogits: {
    shapes: { energies: [N], logNoise: [N] },
    call: (t) => plain('noiseLogits')(t['energies'], t['logNoise'], 0.25),
  },
  questionAnsweringLoss: {
    shapes: { ...spans, ...targets },
    call: (t) => plain('questionAnsweringLoss')({ start_BT: t['start'], end_BT: t['end'] }, spanTargets(t)),
  },
  regressionLoss: { shapes: { predictions: [B, C], targets: [B, C], weights: [B] } },
  replacedTokenLoss: { shapes: { logits: [N], replaced: [N], weights: [N] } },
  sequenceClassificationLoss: { shapes: { logits: [B, C], labels: [B], weights: [B] } },
  sequenceContrastiveLoss: { shapes: { first: [B, D], second: [B, D] } },
  tokenClassificationLoss: { shapes: { logits: [B, T, C], labels: [B, T], weights: [B, T] } },
};

/** A loss without the types of its arguments, as JavaScript calls it. */
function plain(name: Loss): (...values: readonly unknown[]) => Tensor {
  return losses[name] as (...values: readonly unknown[]) => Tensor;
}

function spanTargets(t: Readonly<Record<string, Tensor>>) {
  return { starts_B: t['starts'], ends_B: t['ends'], weights_B: t['weights'] };
}

/** Calls a loss with zeros of these shapes. */
function callWith(name: Loss, shapes: Shapes): Tensor {
  const { call = (t) => plain(name)(...Object.values(t)) } = table[name];
  const named = Object.entries(shapes).map(([argument, shape]) => {
    const make = argument === 'weights' ? ones : zeros;
    return [argument, make([...shape], ids.has(argument) ? 'int32' : 'float32')] as const;
  });
  const before = memory().numTensors;
  try {
    const result = call(Object.fromEntries(named));
    expect(memory().numTensors - before).toBe(1);
    return result;
  } finally {
    for (const [, tensor] of named) tensor.dispose();
  }
}

const rows = (Object.keys(table) as Loss[]).flatMap((name) =>
  Object.keys(table[name].shapes).map((argument) => [name, argument] as const),
);

describe('the losses', () => {
  it('are all in the table', () => {
    expect(Object.keys(losses).sort()).toEqual(Object.keys(table).sort());
  });

  it.each(Object.keys(table) as Loss[])('%s leaves nothing behind but its result', (name) => {
    const result = callWith(name, table[name].shapes);
    expect(result.isDisposed).toBe(false);
    result.dispose();
  });

  it.each(rows)('%s refuses another length or rank of %s under its own name', (name, argument) => {
    const { shapes } = table[name];
    const shape = shapes[argument];
    const mistake = new RegExp(`^${name}: expected [a-z ]+ to have shape \\[.*\\], received \\[`, 'i');
    // A length of 1 is what broadcasting would accept.
    expect(() => callWith(name, { ...shapes, [argument]: [1, ...shape.slice(1)] })).toThrow(mistake);
    expect(() => callWith(name, { ...shapes, [argument]: [...shape, 1] })).toThrow(mistake);
  });
});
