import { UserError } from '@electra-ts/config';
import { type ReadingLimits, TooMuchToRead } from '@electra-ts/nn';
import type { z } from 'zod';
import { Batcher, Turns } from './batcher.js';
import type { Limits } from './limits.js';
import { RequestError } from './request-error.js';
import { detectRequest, detectResponse, fillRequest, fillResponse, predictRequests, predictResponses } from './schemas.js';
import type { ServedModel } from './served-model.js';

/** Something that can be asked over HTTP. */
export interface Operation {
  /** Last part of its address below /api. */
  readonly name: 'detect' | 'fill-mask' | 'predict';
  readonly summary: string;
  readonly request: z.ZodType;
  readonly response: z.ZodType;
  /** Answers a checked request; throws RequestError where it cannot be answered. */
  readonly answer: (asked: unknown, signal: AbortSignal) => Promise<object>;
}

/** What a model can be asked, each with a queue of its own; they take turns at the machine. */
export function operationsOf(model: ServedModel, { batch, waiting, mostTokens }: Pick<Limits, 'batch' | 'waiting' | 'mostTokens'>): Operation[] {
  const turns = new Turns();
  const batched = <Input>(answer: (inputs: readonly Input[], limits: ReadingLimits) => Promise<readonly object[]>) => {
    const compute = (inputs: readonly Input[], signal: AbortSignal) => answer(inputs, { signal, mostTokens });
    const batcher = new Batcher<Input, object>({ compute, batch, waiting, turns });
    return (input: Input, signal: AbortSignal) =>
      batcher.ask(input, signal).catch((error: unknown) => {
        throw error instanceof TooMuchToRead ? new RequestError(413, error.message) : error;
      });
  };
  const operations: Operation[] = [];
  const { detect, fillMask, predict } = model;
  if (detect) {
    const ask = batched(detect);
    operations.push({
      name: 'detect',
      summary: 'Each token of a text with its probability of having been replaced',
      ...{ request: detectRequest, response: detectResponse },
      answer: (asked, signal) => ask((asked as z.output<typeof detectRequest>).text, signal),
    });
  }
  if (fillMask) {
    const ask = batched(fillMask);
    operations.push({
      name: 'fill-mask',
      summary: 'The likeliest tokens for each [MASK] of a text',
      ...{ request: fillRequest, response: fillResponse },
      answer: (asked, signal) => ask(asked as z.output<typeof fillRequest>, signal),
    });
  }
  if (predict) {
    const ask = batched(predict.answer);
    operations.push({
      name: 'predict',
      summary: `The answer of a model that was fine-tuned for ${predict.kind}`,
      ...{ request: predictRequests[predict.kind], response: predictResponses[predict.kind] },
      answer: async (asked, signal) => ask(exampleOf(predict.input, asked as Record<string, unknown>), signal),
    });
  }
  return operations;
}

/** @throws RequestError 400 for what the model cannot be asked about */
function exampleOf(input: (values: Readonly<Record<string, unknown>>) => object, values: Readonly<Record<string, unknown>>): object {
  try {
    return input(values);
  } catch (error) {
    throw error instanceof UserError ? new RequestError(400, error.message) : error;
  }
}
