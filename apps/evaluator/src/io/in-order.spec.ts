import { UserError } from '@electra-ts/config';
import fc from 'fast-check';
import { program } from '../program.js';
import { inOrder, MOST_BAD, onErrorOf } from './in-order.js';
import type { InputRecord } from './input-texts.js';
import { textOf } from './input-texts.js';

async function* stream(texts: readonly (string | null)[]): AsyncGenerator<InputRecord> {
  for (const [at, text] of texts.entries()) {
    const where = `line ${at + 1}`;
    yield text === null ? { where, error: new UserError({ what: where }) } : { where, values: { text } };
  }
}

/** Answers that read `ahead` inputs before the first is given. */
const slowly = (ahead: number) =>
  async function* (inputs: AsyncIterable<string>): AsyncGenerator<string> {
    let held: string[] = [];
    for await (const input of inputs) {
      held.push(input.toUpperCase());
      if (held.length > ahead) yield* held.splice(0);
    }
    yield* held;
    held = [];
  };

async function outcomes(texts: readonly (string | null)[], ahead = 0, onError: 'report' | 'stop' = 'report') {
  const found = [];
  for await (const outcome of inOrder(stream(texts), { onError, read: textOf, answerAll: slowly(ahead) })) {
    found.push('error' in outcome ? outcome.where : outcome.answer);
  }
  return found;
}

describe('inOrder', () => {
  it('keeps answers and unusable lines in the order of the input, however far is read ahead', async () => {
    const texts = fc.array(fc.option(fc.constantFrom('a', 'b', 'c')), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 0, max: 5 }), async (lines, ahead) => {
        expect(await outcomes(lines, ahead)).toEqual(lines.map((text, at) => text?.toUpperCase() ?? `line ${at + 1}`));
      }),
      { numRuns: 50 },
    );
  });

  it('stops at the first bad line where it is told to', async () => {
    await expect(outcomes(['a', null, 'b'], 0, 'stop')).rejects.toThrow('line 2');
  });

  it('gives up on an input that is nothing but bad lines', async () => {
    const help = program().commands.find((command) => command.name() === 'predict')?.helpInformation().replace(/\s+/g, ' ');
    expect(help).toContain(`go on (to ${MOST_BAD.toLocaleString('en')} in a row)`);
    await expect(outcomes(new Array<null>(10_001).fill(null))).rejects.toThrow(/line 10001: 10000 lines in a row/);
  });
});

describe('onErrorOf', () => {
  it('always stops at a text of the command line', () => {
    expect(onErrorOf({ text: 'a', onError: 'report' })).toBe('stop');
    expect(onErrorOf({ onError: 'report' })).toBe('report');
  });
});
