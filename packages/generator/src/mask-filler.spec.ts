import '@tensorflow/tfjs-backend-cpu';
import { EagerRuntime } from '@electra-ts/compiler';
import { electraConfig, TooMuchToRead } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { memory, setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { ElectraForMaskedLM } from './electra-for-masked-lm.js';
import { MaskFiller } from './mask-filler.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'chef', 'cook', '##ed', 'meal'];

describe('MaskFiller', () => {
  let model: ElectraForMaskedLM;
  let filler: MaskFiller;

  beforeAll(async () => {
    await setBackend('cpu');
    const sizes = { hiddenSize: 8, embeddingSize: 8, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 16 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 16 });
    model = ElectraForMaskedLM.create(config, { seed: 1 });
    const tokenizer = Tokenizer.fromVocabulary(vocabulary);
    filler = new MaskFiller({ model, tokenizer, runtime: await EagerRuntime.create({ backend: 'cpu' }) });
  });

  it('gives the likeliest tokens, best first', async () => {
    const [[candidates]] = await filler.fill(['the [MASK]'], { topK: vocabulary.length });
    expect(candidates.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5);
    expect(candidates.map(({ score }) => score)).toEqual(candidates.map(({ score }) => score).sort((a, b) => b - a));

    const ids_BT = tensor2d([[2, 5, 4, 3]], [1, 4], 'int32');
    const types_BT = tensor2d([[0, 0, 0, 0]], [1, 4], 'int32');
    const inputs = { ids_BT, types_BT, attentionMask_BT: tensor2d([[1, 1, 1, 1]]) };
    const logits = (await model.logits(inputs, null).array())[0][2];
    expect(candidates[0].id).toBe(logits.indexOf(Math.max(...logits)));
    expect(candidates[0].token).toBe(vocabulary[candidates[0].id]);
  });

  it('gives numbers also where a logit is far above the others', async () => {
    const sure = ElectraForMaskedLM.create(model.config, { seed: 1 });
    const bias = vocabulary.map((token) => (token === 'chef' ? 2000 : 0));
    sure.parameters['generator_lm_head.bias'].assign(tensor1d(bias));
    const runtime = await EagerRuntime.create({ backend: 'cpu' });
    const sureFiller = new MaskFiller({ model: sure, tokenizer: Tokenizer.fromVocabulary(vocabulary), runtime });
    const [[[best, second]]] = await sureFiller.fill(['the [MASK]'], { topK: 2 });
    expect(best).toEqual({ token: 'chef', id: 6, score: 1 });
    expect(second.score).toBe(0);
    await sureFiller.dispose();
    sure.dispose();
  });

  it('answers every mask of every text in order, more than fit into one run too', async () => {
    const answers = await filler.fill([Array<string>(20).fill('[MASK] the').join(' '), 'no mask', 'chef [MASK]'], { topK: 1 });
    expect(answers.map((masks) => masks.length)).toEqual([20, 0, 1]);
    expect(answers[2][0]).toHaveLength(1);
  });

  it('refuses a text that is more to read than it may be: each eight masks of a window are a reading', async () => {
    const masks = (count: number) => Array<string>(count).fill('[MASK]').join(' ');
    expect(await filler.fill([masks(9)], { mostTokens: 22 })).toHaveLength(1);
    await expect(filler.fill([masks(9)], { mostTokens: 21 })).rejects.toThrow(TooMuchToRead);
    await expect(filler.fill([masks(9)], { mostTokens: 21 })).rejects.toThrow(/received 22 tokens in 2 windows/);
  });

  it('ends between two batches where nobody waits any more', async () => {
    const gone = new AbortController();
    setImmediate(() => gone.abort(new Error('gone')));
    await expect(filler.fill([Array<string>(500).fill('[MASK]').join(' ')], { signal: gone.signal })).rejects.toThrow('gone');
  });

  it('refuses a tokenizer that the model has too few embeddings for', async () => {
    const tokenizer = Tokenizer.fromVocabulary([...vocabulary, 'more']);
    const runtime = await EagerRuntime.create({ backend: 'cpu' });
    expect(() => new MaskFiller({ model, tokenizer, runtime })).toThrow(/at most 10, the rows of electra\.embeddings\.word_embeddings/);
  });

  it('leaves no tensors', async () => {
    const before = memory().numTensors;
    await filler.fill(['[MASK] [MASK]']);
    expect(memory().numTensors).toBe(before);
    await filler.dispose();
  });
});
