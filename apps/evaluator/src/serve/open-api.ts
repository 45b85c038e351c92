import { z } from 'zod';
import type { Operation } from './operations.js';
import { errorResponse, modelResponse } from './schemas.js';

const refusals = {
  400: 'The body is not JSON, or not what is asked for.',
  403: 'The request comes from a page of another site, or calls the server by a foreign name.',
  404: 'There is nothing at this address, as where the model cannot do what is asked.',
  405: 'The address is asked by another method.',
  408: 'The request did not arrive in time.',
  413: 'The body is too large, or too much for the model to read at once.',
  415: 'The body is not declared as application/json.',
  429: 'This client has too many requests in progress.',
  431: 'The headers are too large.',
  500: 'The model could not answer, for no fault of the request.',
  503: 'Too many requests wait for the model, or the answer took too long.',
};

/** What Node refuses by itself, without a body, before anybody reads the request. */
const bodiless = ['431'];

/** The description of the server's operations, from the schemas that check requests (OpenAPI 3.1). */
export function openApi(operations: readonly Operation[], version: string): object {
  const content = (schema: z.ZodType, io: 'input' | 'output') => {
    // The dialect is OpenAPI's own, named once by its version.
    const json = Object.entries(z.toJSONSchema(schema, { io })).filter(([key]) => key !== '$schema');
    return { 'application/json': { schema: Object.fromEntries(json) } };
  };
  const errors = Object.fromEntries(
    Object.entries(refusals).map(([status, description]) => [
      status,
      { description, ...(!bodiless.includes(status) && { content: content(errorResponse, 'output') }) },
    ]),
  );
  // Without a body to refuse, and without waiting for the model.
  const readErrors = Object.fromEntries(Object.entries(errors).filter(([status]) => ['403', '405', '408', '431'].includes(status)));
  const paths = operations.map(({ name, summary, request, response }) => [
    `/api/${name}`,
    {
      post: {
        operationId: name,
        summary,
        requestBody: { required: true, content: content(request, 'input') },
        responses: { 200: { description: 'The answer.', content: content(response, 'output') }, ...errors },
      },
    },
  ]);
  const model = {
    get: {
      operationId: 'model',
      summary: 'What the served model can do',
      responses: { 200: { description: 'The model.', content: content(modelResponse, 'output') }, ...readErrors },
    },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'electra-evaluator serve', version, description: 'An ELECTRA model on this machine.' },
    paths: { '/api/model': model, ...Object.fromEntries(paths) },
  };
}
