import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, prepare } from '@electra-ts/data';
import { Tokenizer } from '@electra-ts/tokenizer';

export const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c'];

async function* documents(): AsyncGenerator<Document> {
  for (let id = 0; id < 40; id++) yield { id: String(id), text: 'a b c\nb c a\nc c b\n'.repeat(2 + (id % 3)) };
}

const discriminator = { numHiddenLayers: 1, hiddenSize: 8, embeddingSize: 8, intermediateSize: 8, numAttentionHeads: 2, maxPositionEmbeddings: 16 };

/** A folder with what a run of 40 steps needs: `tokenizer`, `data` in examples of 16 tokens, and `short` in those of 8. */
export class SmallRun {
  private constructor(readonly folder: string) {}

  static async create(): Promise<SmallRun> {
    const run = new SmallRun(await mkdtemp(join(tmpdir(), 'small-run-')));
    const tokenizer = Tokenizer.fromVocabulary(vocabulary);
    await tokenizer.save(run.at('tokenizer'));
    for (const [name, sequenceLength] of [['data', 16], ['short', 8]] as const) {
      await prepare({ documents: documents(), tokenizer, out: run.at(name), sequenceLength, seed: 1, validationFraction: 0.2 });
    }
    return run;
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  options(training: object = {}, data: object = { path: this.at('data') }) {
    const configuration = {
      model: { preset: 'tiny', discriminator },
      data,
      training: { steps: 40, batchSize: 4, warmupSteps: 20, ...training },
      evaluation: { every: 15, batches: 1 },
      engine: { name: 'cpu' },
    };
    return { configuration, tokenizer: this.at('tokenizer') };
  }

  /** Ten steps of `short`, then thirty of `data`. */
  get phases() {
    return { phases: [{ path: this.at('short'), steps: 10 }, { path: this.at('data'), steps: 30 }] };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}
