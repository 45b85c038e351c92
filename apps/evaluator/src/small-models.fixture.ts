import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { ElectraForPreTraining, ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { ElectraForMaskedLM } from '@electra-ts/generator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { setBackend } from '@tensorflow/tfjs-core';

const bin = join(__dirname, '..', 'bin', 'electra-evaluator.mjs');
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'chef', 'cook', '##ed', 'meal'];
const sizes = { hiddenSize: 8, embeddingSize: 8, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 16 };
const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 16 });

const models = {
  discriminator: () => ElectraForPreTraining.create(config, { seed: 1 }),
  generator: () => ElectraForMaskedLM.create(config, { seed: 1 }),
  classifier: () => ElectraForSequenceClassification.create(config, { labels: ['ham', 'spam'], seed: 1 }),
};

/** What a command left behind. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A folder with untrained models of ten tokens and sixteen positions, and the built command to ask them. */
export class SmallModels {
  readonly path = mkdtempSync(join(tmpdir(), 'evaluator-'));

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** Saves a model in the folder of its name. */
  async write(name: keyof typeof models): Promise<void> {
    await setBackend('cpu');
    const model = models[name]();
    await model.savePretrained(this.at(name));
    model.dispose();
    await Tokenizer.fromVocabulary(vocabulary).save(this.at(name));
  }

  /** The flags that name a model. */
  flags(name: keyof typeof models): string[] {
    return ['--model', this.at(name), '--engine', 'cpu'];
  }

  /** Runs the built command as a user does. */
  run(args: readonly string[], input = ''): Promise<Ended> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [bin, ...args], (error, out, err) =>
        resolve({ status: error ? Number(error.code) : 0, out, err }),
      );
      child.stdin?.end(input);
    });
  }

  /** Runs what must be refused: status 2, one paragraph and no stack. */
  async refused(args: readonly string[], message: RegExp): Promise<void> {
    const { status, out, err } = await this.run(args);
    expect(err).toMatch(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).not.toMatch(/\n\s+at /);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
