import type { HostTensor, PreparedStep } from '@electra-ts/compiler';
import { answerPieces, type PiecesToAnswer } from './answer-pieces.js';

describe('answerPieces', () => {
  it('gives each example the parts of its pieces in their order, however they were batched', async () => {
    // Five pieces of three examples; a network that gives back each row's number, twice.
    const pieces = [0, 0, 1, 2, 2].map((owner, id) => ({ owner, tokens: 4, id }));
    const kind = {
      inputs: (rows: readonly { id: number }[], [count]: readonly [number, number]) => ({
        id: { shape: [count], dtype: 'int32', data: Int32Array.from({ length: count }, (_, row) => rows[row]?.id ?? -1) },
      }),
      part: ({ logits }: { logits: Float32Array }) => [...logits],
    };
    const seen: HostTensor[] = [];
    const step: PreparedStep = {
      run({ id }) {
        seen.push(id);
        const data = Float32Array.from(Array.from(id.data).flatMap((each) => [each, each + 0.5]));
        return Promise.resolve({ logits: { shape: [id.data.length, 2], dtype: 'float32', data } });
      },
      dispose: () => Promise.resolve(),
    };
    const batches = [
      { rows: [4, 0, 2], shape: [4, 4] },
      { rows: [3, 1], shape: [2, 4] },
    ];
    const context = { tokenizer: { specialTokens: { pad: 0 } } };
    const heard: [number, number][] = [];
    const told = { kind, context, step, pieces, batches } as unknown as PiecesToAnswer;
    const parts = await answerPieces(told, 3, ({ logits }, piece) => heard.push([(piece as (typeof pieces)[number]).id, logits[0]]));
    expect(parts).toEqual([[[0, 0.5], [1, 1.5]], [[2, 2.5]], [[3, 3.5], [4, 4.5]]]);
    expect(heard).toEqual([[4, 4], [0, 0], [2, 2], [3, 3], [1, 1]]);
    expect(seen.map(({ data }) => [...data])).toEqual([[4, 0, 2, -1], [3, 1]]);
  });
});
