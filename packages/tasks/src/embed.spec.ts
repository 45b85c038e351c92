import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining, type Pooling } from '@electra-ts/discriminator';
import { electraConfig, electraEncoder } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { embed } from './embed.js';
import { READ_AHEAD } from './predict.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c'];

describe('embed', () => {
  let folder: string;
  let hidden: number[];
  const vectors = async (texts: string[], pooling?: Pooling) => {
    const found = [];
    for await (const each of embed({ model: folder, texts: texts.map((text) => ({ text })), pooling, engine: 'cpu' })) found.push(each);
    return found;
  };
  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'embed-'));
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8, initializerRange: 0.5 });
    const model = ElectraForPreTraining.create(config, { seed: 1 });
    const ids_BT = tensor2d([[2, 5, 6, 3]], undefined, 'int32');
    const [types_BT, attentionMask_BT] = [tensor2d([[0, 0, 0, 0]], undefined, 'int32'), tensor2d([[1, 1, 1, 1]])];
    hidden = [...(await electraEncoder(model.parameters, config, { ids_BT, types_BT, attentionMask_BT }, null).data())];
    await model.savePretrained(folder);
    await Tokenizer.fromVocabulary(vocabulary).save(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('refuses a tokenizer that the model has too few embeddings for', async () => {
    const larger = await mkdtemp(join(tmpdir(), 'larger-'));
    const config = electraConfig({ vocabSize: 7, embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 });
    await ElectraForPreTraining.create(config, { seed: 1 }).savePretrained(larger);
    await Tokenizer.fromVocabulary(vocabulary).save(larger);
    const asking = embed({ model: larger, texts: [{ text: 'a' }], engine: 'cpu' }).next();
    await expect(asking).rejects.toThrow(/at most 7, the rows of electra\.embeddings\.word_embeddings.*8 tokens/s);
    await rm(larger, { recursive: true });
  });

  it('pools the encoder\'s last states, whatever shares the batch', async () => {
    const [{ embedding: first }] = await vectors(['a b', 'c'], 'cls');
    first.forEach((value, d) => expect(value).toBeCloseTo(hidden[d], 5));
    const [{ text, embedding: mean }] = await vectors(['a b', 'c']);
    expect(text).toBe('a b');
    mean.forEach((value, d) => expect(value).toBeCloseTo((hidden[d] + hidden[4 + d] + hidden[8 + d] + hidden[12 + d]) / 4, 5));
  });

  it('ends where its signal is aborted', async () => {
    const controller = new AbortController();
    const told = { model: folder, texts: Array.from({ length: 3 * READ_AHEAD }, () => ({ text: 'a' })), engine: 'cpu', signal: controller.signal } as const;
    const vectors = embed(told);
    await vectors.next();
    controller.abort(new Error('enough'));
    const rest = async () => {
      for await (const { text } of vectors) expect(text).toBe('a');
    };
    await expect(rest()).rejects.toThrow('enough');
  });

  it('reads all of a long text', async () => {
    const [one, other] = await vectors([`${'a '.repeat(20)}b`, `${'a '.repeat(20)}c`]);
    expect(one.embedding).toHaveLength(4);
    expect(one.embedding).not.toEqual(other.embedding);
  });
});
