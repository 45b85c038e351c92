/* Every gradient of a joint step whose products read bfloat16, beside the same in float32. */
import { type HostTensor, OnnxRuntime, OpenVinoRuntime, type Runtime, findOpenVino } from '@electra-ts/compiler';
import { hardware } from '@electra-ts/engine';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { variableGradients } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { batchFeeds } from './joint-feeds.js';
import { JointModel } from './joint-model.js';
import { objectives } from './objectives/objectives.js';

const [B, T, M] = [8, 32, 5] as const;
const discriminator = electraConfig({ vocabSize: 500, embeddingSize: 32, hiddenSize: 64, numHiddenLayers: 3, numAttentionHeads: 4, intermediateSize: 256 });
const config = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }) };

const token = (i: number) => 5 + ((i * 37 + 11) % 490);
const masked = {
  batchSize: B,
  sequenceLength: T,
  maxPredictions: M,
  ids: Int32Array.from({ length: B * T }, (_, i) => token(i)),
  types: new Int32Array(B * T),
  attentionMask: new Float32Array(B * T).fill(1),
  positions: Int32Array.from({ length: B * M }, (_, i) => Math.floor(i / M) * T + (i % M) * 6 + 1),
  labels: Int32Array.from({ length: B * M }, (_, i) => token(i * 3)),
  weights: new Float32Array(B * M).fill(1),
};
async function gradients(runtime: Runtime): Promise<Record<string, HostTensor>> {
  const model = JointModel.create(config, { seed: 4 });
  // Rounding could make the generator sample another word, and all gradients behind it others; with this seed it does not.
  const objective = { discriminatorWeight: 50, generatorWeight: 1, temperature: 1 } as const;
  const step = runtime.prepare(
    (feeds, random) => ({ ...variableGradients(() => objectives.electra.losses(model, feeds, objective, random), model.variables).gradients }),
    { name: 'gradients', variables: model.variables, seed: 7 },
  );
  const found = await step.run(batchFeeds(masked), 1);
  await step.dispose();
  model.dispose();
  return found;
}

/** Squares of the difference and of the reference, summed. */
function squares(a: HostTensor, b: HostTensor): { readonly off: number; readonly size: number } {
  let [off, size] = [0, 0];
  b.data.forEach((value, i) => {
    off += (a.data[i] - value) ** 2;
    size += value ** 2;
  });
  return { off, size };
}

const able = findOpenVino() !== undefined && hardware().bfloat16 === true;
(able ? describe : describe.skip)('gradients in bfloat16 (skipped without OpenVINO or without bfloat16)', () => {
  it('are within 5e-3 of float32 over all and 2e-2 each, in L2, and repeat bit for bit', async () => {
    await setBackend('cpu');
    const [onnx, narrow] = [await OnnxRuntime.create(), await OpenVinoRuntime.create({ precision: 'bfloat16' })];
    const [expected, found] = [await gradients(onnx), await gradients(narrow)];
    expect(await gradients(narrow)).toEqual(found);
    const parts = Object.entries(expected).map(([name, value]) => ({ name, ...squares(found[name], value) }));
    const total = parts.reduce((sum, { off, size }) => ({ off: sum.off + off, size: sum.size + size }), { off: 0, size: 0 });
    expect(Math.sqrt(total.off / total.size)).toBeLessThan(5e-3);
    // A key's bias moves no probability: its gradient is nothing but rounding.
    const apart = parts.filter(({ name }) => !name.endsWith('self.key.bias')).map(({ name, off, size }) => ({ name, error: Math.sqrt(off / size) }));
    expect(apart.filter(({ error }) => error >= 2e-2)).toEqual([]);
    // Something was rounded.
    expect(Math.sqrt(total.off / total.size)).toBeGreaterThan(1e-5);
    await onnx.dispose();
    await narrow.dispose();
  }, 120_000);
});
