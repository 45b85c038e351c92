import '@tensorflow/tfjs-backend-cpu';
import { EagerRuntime, type Runtime } from '@electra-ts/compiler';
import { electraConfig, TooMuchToRead } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { memory, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { ReplacedTokenDetector } from './replaced-token-detector.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'chef', 'cook', '##ed', 'meal', '🍲'];

describe('ReplacedTokenDetector', () => {
  const tokenizer = Tokenizer.fromVocabulary(vocabulary);
  let model: ElectraForPreTraining;
  let runtime: Runtime;
  let detector: ReplacedTokenDetector;

  beforeAll(async () => {
    await setBackend('cpu');
    const sizes = { hiddenSize: 8, embeddingSize: 8, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 16 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 16 });
    model = ElectraForPreTraining.create(config, { seed: 1 });
    runtime = await EagerRuntime.create({ backend: 'cpu' });
    detector = new ReplacedTokenDetector({ model, tokenizer, runtime });
  });

  it('asks a tokenizer and a runtime for no more than it says', async () => {
    const plain: ConstructorParameters<typeof ReplacedTokenDetector>[0] = {
      model,
      tokenizer: {
        vocabularySize: vocabulary.length,
        specialTokens: { pad: 0, cls: 2, sep: 3, mask: 4 },
        encodeBatch: async (texts) => texts.map(({ length }) => ({ ids: Int32Array.of(9), offsets: [[0, length]] as const })),
        idToToken: (id) => vocabulary[id],
      },
      runtime: {
        prepare: () => ({
          run: async ({ ids: { shape, data } }) => ({ logits: { shape, dtype: 'float32', data: Float32Array.from(data) } }),
          dispose: async () => undefined,
        }),
      },
    };
    const [tokens] = await new ReplacedTokenDetector(plain).detect(['Meal']);
    expect(tokens).toMatchObject([{ token: 'meal', id: 9, start: 0, end: 4, logit: 9 }]);
  });

  it('gives each token with its place in the text and its probability', async () => {
    const text = 'The chef 🍲 cooked';
    const [tokens] = await detector.detect([text]);
    expect(tokens.map(({ token }) => token)).toEqual(['the', 'chef', '🍲', 'cook', '##ed']);
    expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(['The', 'chef', '🍲', 'cook', 'ed']);
    for (const { logit, replaced } of tokens) expect(replaced).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12);
  });

  it('asks the model about the text between its special tokens', async () => {
    const [tokens] = await detector.detect(['the meal']);
    const ids_BT = tensor2d([[2, 5, 9, 3]], [1, 4], 'int32');
    const ones = tensor2d([[1, 1, 1, 1]]);
    const types_BT = tensor2d([[0, 0, 0, 0]], [1, 4], 'int32');
    const logits = await model.logits({ ids_BT, types_BT, attentionMask_BT: ones }, null).array();
    tokens.forEach(({ logit }, i) => expect(logit).toBeCloseTo(logits[0][i + 1], 5));
  });

  it('judges a text alike alone and among others', async () => {
    const texts = ['the chef', 'cooked the meal the chef cooked', 'meal'];
    const together = await detector.detect(texts);
    const [alone] = await detector.detect([texts[1]]);
    alone.forEach(({ logit }, i) => expect(together[1][i].logit).toBeCloseTo(logit, 5));
  });

  it('reads a text longer than the positions of the model to its end', async () => {
    const [tokens] = await detector.detect([Array<string>(50).fill('meal').join(' ')]);
    expect(tokens).toHaveLength(50);
    expect(tokens.every(({ logit }) => Number.isFinite(logit) && logit !== 0)).toBe(true);
  });

  it('refuses a text that is more to read than it may be, with its windows', async () => {
    const meals = (count: number) => Array<string>(count).fill('meal').join(' ');
    // 14 tokens between the special ones; windows that overlap by 3 begin at 0, 11 and 16.
    expect(await detector.detect([meals(14), meals(30)], { mostTokens: 48 })).toHaveLength(2);
    await expect(detector.detect([meals(14), meals(30)], { mostTokens: 47 })).rejects.toThrow(TooMuchToRead);
    await expect(detector.detect([meals(30)], { mostTokens: 47 })).rejects.toThrow(/received 48 tokens in 3 windows/);
  });

  it('ends between two batches where nobody waits any more', async () => {
    const gone = new AbortController();
    setImmediate(() => gone.abort(new Error('gone')));
    await expect(detector.detect([Array<string>(5000).fill('meal').join(' ')], { signal: gone.signal })).rejects.toThrow('gone');
  });

  it('has nothing to say about nothing, and leaves no tensors', async () => {
    const before = memory().numTensors;
    expect(await detector.detect(['', 'the'])).toMatchObject([[], [{ token: 'the' }]]);
    expect(memory().numTensors).toBe(before);
  });

  it('ends with its step', async () => {
    const other = new ReplacedTokenDetector({ model, tokenizer, runtime });
    await other.dispose();
    await expect(other.detect(['the'])).rejects.toThrow('disposed');
  });
});
