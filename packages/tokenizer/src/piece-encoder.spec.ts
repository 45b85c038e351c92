import { PieceEncoder } from './piece-encoder.js';

const divider = { id: 0, content: '<|>', marks: '-' };

/** Letters are tokens, hyphens are left out and divide words, the divider is a token outside of words. */
function encode(text: string) {
  const ids: number[] = [];
  const wordIds: number[] = [];
  let word = 0;
  for (const part of text.split(/(<\|>)/)) {
    for (const letter of part === divider.content ? [part] : part) {
      if (letter === '-' || letter === ' ') {
        word++;
      } else {
        ids.push(letter === divider.content ? divider.id : letter.charCodeAt(0));
        wordIds.push(letter === divider.content ? -1 : word);
      }
    }
    word++;
  }
  return { ids: Int32Array.from(ids), wordIds };
}

function makeEncoder(capacity?: number) {
  const encodeBatch = jest.fn(async (texts: readonly string[]) => texts.map(encode));
  return { encoder: new PieceEncoder({ encodeBatch, divider, capacity }), encodeBatch };
}

const show = (ids: Int32Array, starts: Uint8Array) => Array.from(ids, (id, i) => `${starts[i] === 1 ? '|' : ''}${id === 0 ? '0' : String.fromCharCode(id)}`).join('');
const pieces = async (encoder: PieceEncoder, texts: readonly string[]) =>
  (await encoder.encode(texts)).map(({ ids, wordStarts }) => show(ids, wordStarts));

describe('PieceEncoder', () => {
  it('asks about each word once, many in one text', async () => {
    const { encoder, encodeBatch } = makeEncoder();
    expect(await pieces(encoder, ['ab c-d ab', '', 'c-d  e'])).toEqual(['|ab|c|d|ab', '', '|c|d|e']);
    expect(encodeBatch.mock.calls).toEqual([[['ab <|> c <|> - <|> d <|> e']]]);
    expect(await pieces(encoder, ['e ab f'])).toEqual(['|e|ab|f']);
    expect(encodeBatch.mock.calls[1]).toEqual([['f']]);
  });

  it('asks only about what the encoder of words leaves', async () => {
    const { encodeBatch } = makeEncoder();
    const encodeWord = (word: string) => (/^[a-m]+$/.test(word) ? [90, 89] : undefined);
    const encoder = new PieceEncoder({ encodeBatch, divider, encodeWord });
    expect(await pieces(encoder, ['ab xy ab'])).toEqual(['|ZY|xy|ZY']);
    expect(await pieces(encoder, ['ab'])).toEqual(['|ZY']);
    expect(encodeBatch.mock.calls).toEqual([[['xy']]]);
  });

  it('encodes words that contain the divider alone', async () => {
    const { encoder, encodeBatch } = makeEncoder();
    expect(await pieces(encoder, ['a x<|>y b <|>'])).toEqual(['|a|x|0|y|b|0']);
    expect(encodeBatch.mock.calls).toEqual([[['x<|>y', '<|>', 'a <|> b']]]);
  });

  it('answers calls that were made at the same time in turn, and asks about a word of both once', async () => {
    const { encoder, encodeBatch } = makeEncoder();
    expect(await Promise.all([pieces(encoder, ['a b']), pieces(encoder, ['b c'])])).toEqual([['|a|b'], ['|b|c']]);
    expect(encodeBatch.mock.calls).toEqual([[['a <|> b']], [['c']]]);
  });

  it('forgets words that are not in use, and stays right', async () => {
    const { encoder, encodeBatch } = makeEncoder(4);
    for (let round = 0; round < 20; round++) {
      // The first comes again and again, the second never does.
      expect(await pieces(encoder, [`stay new${round}`])).toEqual([`|stay|new${round}`]);
    }
    await pieces(encoder, ['new0']);
    const asked = encodeBatch.mock.calls.flat(2).flatMap((text) => text.split(' <|> '));
    expect(asked.filter((word) => word === 'stay').length).toBe(1);
    expect(asked.filter((word) => word === 'new0').length).toBe(2);
  });

  it('does not remember what is too long to come again', async () => {
    const { encoder, encodeBatch } = makeEncoder();
    const long = 'x'.repeat(65);
    const shown = `|${long}`;
    expect(await pieces(encoder, [long, long])).toEqual([shown, shown]);
    expect(await pieces(encoder, [long])).toEqual([shown]);
    expect(encodeBatch.mock.calls).toEqual([[[long]], [[long]]]);
  });

  it('asks about so much text at a time that what the encoder holds is bounded, with and without remembering', async () => {
    const most = (encodeBatch: jest.Mock) =>
      Math.max(...encodeBatch.mock.calls.map(([texts]) => (texts as string[]).reduce((sum, { length }) => sum + length, 0)));
    const { encoder, encodeBatch } = makeEncoder();
    const long = Array.from({ length: 300 }, (_, i) => `${i}`.padStart(3, 'x').repeat(1000));
    expect(await pieces(encoder, [long.join(' ')])).toEqual([long.map((word) => `|${word}`).join('')]);
    expect(most(encodeBatch)).toBeLessThanOrEqual(1 << 13);
    const forgetful = new PieceEncoder({ encodeBatch: encodeBatch.mockClear(), divider: undefined });
    expect(await pieces(forgetful, long)).toEqual(long.map((word) => `|${word}`));
    expect(encodeBatch.mock.calls.length).toBeGreaterThan(10);
    expect(most(encodeBatch)).toBeLessThanOrEqual(1 << 13);
  });

  it('tells words apart by their UTF-16 units, halves of pairs among them', async () => {
    const { encoder } = makeEncoder();
    const words = ['\ud83d\ude42', '\ud83d', '\ude42', 'é', 'e\u0301', '語'];
    const both = [words.join(' '), words.join(' ')];
    const alone = await Promise.all(words.map((word) => pieces(encoder, [word])));
    expect(await pieces(encoder, both)).toEqual([alone.flat().join(''), alone.flat().join('')]);
  });

  it('fails where the encoder fails, and asks again', async () => {
    const { encoder, encodeBatch } = makeEncoder();
    encodeBatch.mockRejectedValueOnce(new Error('no encoder'));
    await expect(encoder.encode(['a'])).rejects.toThrow('no encoder');
    expect(await pieces(encoder, ['a'])).toEqual(['|a']);
  });
});
