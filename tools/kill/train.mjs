// The process that kill-harness.mjs kills: a tiny pre-training run, from the start or from its newest checkpoint.
// node train.mjs FOLDER RUN STEPS [--resume]
import { join } from 'node:path';
import { pretrain } from '@electra-ts/pretraining';
import { tinyConfiguration } from './tiny-run.mjs';

const [folder, run, steps, resume] = process.argv.slice(2);
await pretrain({
  configuration: tinyConfiguration(folder, Number(steps)),
  tokenizer: join(folder, 'tokenizer'),
  out: join(folder, run),
  resume: resume === '--resume',
}).forEach((event) => {
  if (event.type === 'step') process.send?.(event.step);
});
