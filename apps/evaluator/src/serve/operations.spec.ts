import { UserError } from '@electra-ts/config';
import { TooMuchToRead } from '@electra-ts/nn';
import { operationsOf } from './operations.js';
import { RequestError } from './request-error.js';
import type { ServedModel } from './served-model.js';

const limits = { batch: 4, waiting: 8, mostTokens: 100 };
const close = async (): Promise<void> => undefined;
const never = new AbortController().signal;
const namesOf = (model: Partial<ServedModel>) => operationsOf({ name: 'm', close, ...model }, limits).map(({ name }) => name);

describe('operationsOf', () => {
  const detect = async (texts: readonly string[]) => texts.map((text) => ({ text, tokens: [] }));
  const fillMask = async (asked: readonly { text: string; topK: number }[]) => asked.map(({ text, topK }) => ({ text, masks: [], topK }));
  const predict = (input: (values: Readonly<Record<string, unknown>>) => object) => ({ kind: 'classification' as const, labels: [], input, answer: async (examples: readonly object[]) => examples });

  it('offers what the model can do', () => {
    expect(namesOf({})).toEqual([]);
    expect(namesOf({ fillMask })).toEqual(['fill-mask']);
    expect(namesOf({ detect, fillMask })).toEqual(['detect', 'fill-mask']);
    expect(namesOf({ predict: predict((values) => values) })).toEqual(['predict']);
  });

  it('hands the model what it takes, and back what it says', async () => {
    const [detecting, filling] = operationsOf({ name: 'm', close, detect, fillMask }, limits);
    expect(await detecting.answer({ text: 'a' }, never)).toEqual({ text: 'a', tokens: [] });
    expect(await filling.answer({ text: '[MASK]', topK: 3 }, never)).toEqual({ text: '[MASK]', masks: [], topK: 3 });
  });

  it("asks by the schema of the model's kind, for an example of that kind", async () => {
    const asked = { ...predict((values) => ({ example: values })), kind: 'tagging' as const };
    const [{ request, summary, answer }] = operationsOf({ name: 'm', close, predict: asked }, limits);
    expect(request.safeParse({ text: 'a', pair: 'b' }).success).toBe(false);
    expect(summary).toContain('tagging');
    expect(await answer({ text: 'a' }, never)).toEqual({ example: { text: 'a' } });
  });

  it('tells the model what one request may make it read, and refuses with 413 what is more', async () => {
    const detecting = jest.fn(async (texts: readonly string[]) => {
      if (texts.includes('long')) throw new TooMuchToRead({ what: 'Too long' });
      return texts.map((text) => ({ text }));
    });
    const [{ answer }] = operationsOf({ name: 'm', close, detect: detecting }, limits);
    const [refused, answered] = await Promise.all([answer({ text: 'long' }, never).catch((error: unknown) => error), answer({ text: 'a' }, never)]);
    expect(refused).toBeInstanceOf(RequestError);
    expect(refused).toMatchObject({ status: 413, message: 'Too long.' });
    expect(answered).toEqual({ text: 'a' });
    expect(detecting).toHaveBeenCalledWith(expect.anything(), { signal: expect.any(AbortSignal), mostTokens: 100 });
  });

  it("makes of a user's mistake a refusal, and of nothing else", async () => {
    const answerOf = (error: Error) => {
      const [{ answer }] = operationsOf({ name: 'm', close, predict: predict(() => { throw error; }) }, limits);
      return answer({}, never).catch((thrown: unknown) => thrown);
    };
    const refused = await answerOf(new UserError({ what: 'That is odd' }));
    expect(refused).toBeInstanceOf(RequestError);
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining('That is odd') });
    const bug = new TypeError('a bug');
    expect(await answerOf(bug)).toBe(bug);
  });

  it('computes one batch at a time, also of different operations', async () => {
    let busy = 0;
    const most: number[] = [];
    const alone = async <T>(answers: readonly T[]) => {
      most.push(++busy);
      await new Promise((resolve) => setImmediate(resolve));
      busy--;
      return answers;
    };
    const operations = operationsOf({ name: 'm', close, detect: (texts) => alone(texts.map((text) => ({ text }))), fillMask: (asked) => alone(asked) }, limits);
    await Promise.all([...operations, ...operations].map(({ answer }, i) => answer({ text: `${i}`, topK: 1 }, never)));
    expect(Math.max(...most)).toBe(1);
    expect(most.length).toBeGreaterThanOrEqual(2);
  });
});
