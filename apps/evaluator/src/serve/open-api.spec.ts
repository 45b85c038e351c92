import { openApi } from './open-api.js';
import type { Operation } from './operations.js';
import { fillRequest, fillResponse } from './schemas.js';

/** What of a description is looked at here. */
interface Description {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, { readonly post?: Described; readonly get?: Described }>>;
}
interface Content {
  readonly content: { readonly 'application/json': { readonly schema: { readonly required?: string[]; readonly properties: Record<string, object> } } };
}
interface Described {
  readonly operationId: string;
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>;
}

const operation: Operation = { name: 'fill-mask', summary: 'fills', request: fillRequest, response: fillResponse, answer: async () => ({}) };
const describedBy = (operations: readonly Operation[]) => openApi(operations, '1.2.3') as Description;

describe('openApi', () => {
  it('describes the model, and the operations that there are', () => {
    expect(Object.keys(describedBy([]).paths)).toEqual(['/api/model']);
    const { openapi, info, paths } = describedBy([operation]);
    expect([openapi, info.version]).toEqual(['3.1.0', '1.2.3']);
    expect(Object.keys(paths)).toEqual(['/api/model', '/api/fill-mask']);
    expect(paths['/api/fill-mask'].post?.operationId).toBe('fill-mask');
  });

  it('describes requests as they are sent, where what has a default may be absent, and answers as they arrive', () => {
    const { requestBody, responses } = describedBy([operation]).paths['/api/fill-mask'].post as Described;
    const { required, properties } = (requestBody as Content).content['application/json'].schema;
    expect(required).toEqual(['text']);
    expect(properties['topK']).toMatchObject({ type: 'integer', minimum: 1, maximum: 100, default: 5 });
    expect(responses[200].content['application/json'].schema.required).toEqual(['text', 'masks']);
  });

  it('tells every refusal that can be met, each with a sentence and an error in JSON, unless Node has refused', () => {
    const { paths } = describedBy([operation]);
    const { responses } = paths['/api/fill-mask'].post as Described;
    expect(Object.keys((paths['/api/model'].get as Described).responses)).toEqual(['200', '403', '405', '408', '431']);
    const { 200: done, ...refusals } = responses;
    expect(done.description).toBe('The answer.');
    // By the server: origin, address, body, clients, headers, queue; and 500 for what it did not foresee.
    expect(Object.keys(refusals)).toEqual(['400', '403', '404', '405', '408', '413', '415', '429', '431', '500', '503']);
    for (const [status, { description, content }] of Object.entries(refusals)) {
      expect(description).toMatch(/^[A-Z].*\.$/);
      if (status === '431') expect(content).toBeUndefined();
      else expect(content['application/json'].schema.required).toEqual(['error']);
    }
  });

  it('is plain JSON without a dialect inside', () => {
    const description = describedBy([operation]);
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(JSON.stringify(description)).not.toContain('$schema');
  });
});
