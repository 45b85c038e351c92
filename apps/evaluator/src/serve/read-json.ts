import type { IncomingMessage } from 'node:http';
import { RequestError } from './request-error.js';

/**
 * A request's body as JSON.
 *
 * @param limit largest body in bytes; nothing beyond it is kept
 * @throws RequestError 415 for another type than JSON, 413 for a body that is too large, 400 for one that is no JSON
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(?:;|$)/i.test(type)) {
    throw new RequestError(415, `Expected Content-Type: application/json, received ${type.slice(0, 80) || 'none'}.`);
  }
  const tooLarge = new RequestError(413, `The body is too large: expected at most ${limit} bytes.`, { connection: 'close' });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (error) {
    throw new RequestError(400, `The body is not JSON in UTF-8: ${(error as Error).message}`);
  }
}
