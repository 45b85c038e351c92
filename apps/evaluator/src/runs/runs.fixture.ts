import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { ElectraForPreTraining, ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { ElectraForMaskedLM } from '@electra-ts/generator';
import { electraConfig } from '@electra-ts/nn';
import { pretrainingConfig } from '@electra-ts/pretraining';
import { defaultRecipe, type FinetuningResults } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { setBackend, tensor1d } from '@tensorflow/tfjs-core';

export const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'chef', 'cook', '##ed', 'meal', 'good', 'bad'];

const network = electraConfig({
  hiddenSize: 8,
  embeddingSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 16,
  vocabSize: vocabulary.length,
  maxPositionEmbeddings: 16,
});

/** A pre-training run that was measured at every 10th step and took `secondsPerStep`; with networks where told. */
export async function writePretrainingRun(
  folder: string,
  { steps = 40, secondsPerStep = 1, batchSize = 4, networks = false }: { steps?: number; secondsPerStep?: number; batchSize?: number; networks?: boolean } = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const config = {
    kind: 'pretraining',
    packageVersion: '0.1.0',
    configuration: pretrainingConfig.parse({ model: { preset: 'tiny' }, data: { path: 'data' }, training: { steps, batchSize } }),
    networks: { discriminator: network, generator: network },
    data: { tokenizerFingerprint: 'x', phases: [{ first: 1, last: steps, batchSize, sequenceLength: 16 }] },
    engine: 'engine of a fixture',
    parameters: { discriminator: 1000, joint: 1500 },
    tokensPerStep: 16 * batchSize,
    flopsPerStep: 1e6,
  };
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ version: 1, config }));
  const rows = Array.from({ length: steps / 10 }, (_, i) => {
    const step = 10 * (i + 1);
    const loss = 9 - Math.log(step);
    return [
      { type: 'step', step, generatorLoss: loss, discriminatorLoss: loss / 10, tokensPerSecond: 1000, seconds: step * secondsPerStep },
      { type: 'evaluation', step, 'generator/loss': loss + 0.1, 'generator/accuracy': step / 100, 'fixed/auc': 0.5 + step / 100 },
    ];
  });
  writeFileSync(join(folder, 'metrics.jsonl'), rows.flat().map((row) => `${JSON.stringify(row)}\n`).join(''));
  if (!networks) return;
  await setBackend('cpu');
  const models = { discriminator: ElectraForPreTraining.create(network, { seed: 1 }), generator: ElectraForMaskedLM.create(network, { seed: 1 }) };
  for (const [role, model] of Object.entries(models)) {
    const own = join(folder, role);
    await model.savePretrained(own);
    await Tokenizer.fromVocabulary(vocabulary).save(own);
    model.dispose();
  }
}

/**
 * A classifier of `ham` and `spam` that was fine-tuned in two evaluations. With a `bias`, in logits, it leans that far to
 * the second label. With `pairs` it says that it was fine-tuned on pairs.
 */
export async function writeClassifier(
  folder: string,
  { task = 'mails', seed = 1, bias = 0, accuracy = [0.5, 0.75], pairs }: { task?: string; seed?: number; bias?: number; accuracy?: readonly number[]; pairs?: boolean } = {},
): Promise<void> {
  await setBackend('cpu');
  const model = ElectraForSequenceClassification.create(network, { labels: ['ham', 'spam'], seed });
  model.parameters['classifier.out_proj.bias'].assign(tensor1d([0, bias]));
  await model.savePretrained(folder);
  await Tokenizer.fromVocabulary(vocabulary).save(folder);
  model.dispose();
  const history = accuracy.map((value, i) => {
    const step = 5 * (i + 1);
    return { step, metrics: { loss: 1 - value, accuracy: value }, seconds: 2 * step, tokens: 64 * step, flops: 1e6 * step };
  });
  const results: FinetuningResults = {
    version: 1,
    task,
    kind: 'classification',
    model: 'a-run',
    initialize: 'pretrained',
    seed,
    recipe: { ...defaultRecipe, maxLength: 16 },
    labels: ['ham', 'spam'],
    ...(pairs !== undefined && { pairs }),
    examples: { train: 20, dev: 6 },
    truncated: { train: 0, dev: 0 },
    steps: 5 * accuracy.length,
    metric: 'accuracy',
    best: history[history.length - 1],
    history,
    seconds: 2 * 5 * accuracy.length,
    engine: 'engine of a fixture',
  };
  writeFileSync(join(folder, 'results.json'), JSON.stringify(results));
}

/** Six labeled mails, four of them spam, and their task file. */
export function writeMails(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'task.yaml'), 'name: mails\nkind: classification\nlabels: [ham, spam]\n');
  const rows = ['the meal\tham', 'bad chef\tspam', 'good meal\tham', 'bad bad\tspam', 'the bad meal\tspam', 'cooked\tspam'];
  writeFileSync(join(folder, 'dev.tsv'), ['text\tlabel', ...rows, ''].join('\n'));
}
