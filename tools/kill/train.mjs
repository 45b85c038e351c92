// The process that kill-harness.mjs kills: a tiny pre-training run, from the start or from its newest checkpoint.
// node train.mjs FOLDER RUN STEPS [--resume]
import { join } from 'node:path';
import { pretrain } from '@electra-ts/pretraining';

const [folder, run, steps, resume] = process.argv.slice(2);
const sizes = { numHiddenLayers: 1, hiddenSize: 16, embeddingSize: 16, intermediateSize: 32, maxPositionEmbeddings: 16 };
const configuration = {
  seed: 3,
  model: { preset: 'tiny', discriminator: sizes },
  data: { path: join(folder, 'data') },
  training: { steps: Number(steps), batchSize: 8, learningRate: 5e-3, warmupSteps: 3 },
  evaluation: { every: 20, batches: 1 },
  checkpoint: { every: 1, keep: 3 },
  engine: { name: 'onnxruntime', threads: 1 },
  log: { every: 1 },
};
await pretrain({
  configuration,
  tokenizer: join(folder, 'tokenizer'),
  out: join(folder, run),
  resume: resume === '--resume',
}).forEach((event) => {
  if (event.type === 'step') process.send?.(event.step);
});
