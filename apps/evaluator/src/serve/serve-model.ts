import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkOrigin, isLoopback } from './check-origin.js';
import type { Limits } from './limits.js';
import { openApi } from './open-api.js';
import { type Operation, operationsOf } from './operations.js';
import { readJson } from './read-json.js';
import { RequestError } from './request-error.js';
import type { ServedModel } from './served-model.js';

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly content: string;
}

/** What `serveModel` is told. */
export interface ServeOptions {
  readonly model: ServedModel;
  /** Files by their address; nothing else is served. */
  readonly assets: Readonly<Record<string, Asset>>;
  readonly limits: Limits;
  /** Of the package, for the description. */
  readonly version: string;
  /** Hears of failures that are no fault of a request. */
  readonly warn: (message: string) => void;
  /** Aborted where the server is about to end: who waits for an answer then is told so. */
  readonly ending?: AbortSignal;
}

/** What browsers may do with any answer: nothing from elsewhere, no frames, no guessing of types. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Sockets that may be open at once, idle ones included. */
const CONNECTIONS = 512;

/** Whether only this machine can reach a server that is listening. */
export function isLocal(server: Server): boolean {
  return isLoopback((server.address() as AddressInfo).address);
}

/** An HTTP server for the page and the operations of a model; it is not listening yet. */
export function serveModel(options: ServeOptions): Server {
  const { model, assets, limits, version, warn, ending } = options;
  const operations = operationsOf(model, limits);
  const about = {
    name: model.name,
    detect: model.detect !== undefined,
    fillMask: model.fillMask !== undefined,
    kind: model.predict?.kind ?? null,
    labels: model.predict?.labels ?? [],
  };
  const json = (value: unknown): Asset => ({ type: 'application/json', content: JSON.stringify(value) });
  const readable = new Map<string, Asset>([
    ...Object.entries(assets),
    ['/api/model', json(about)],
    ['/openapi.json', json(openApi(operations, version))],
  ]);
  const askable = new Map<string, Operation>(operations.map((operation) => [`/api/${operation.name}`, operation]));
  // Each request in progress listens.
  if (ending) setMaxListeners(0, ending);
  const clients = new Clients(limits.perClient);

  // Where it was bound to, however that was spelled. Nobody can ask before.
  let local = true;

  const answer = async (request: IncomingMessage): Promise<Asset> => {
    checkOrigin(request, local);
    const path = (request.url ?? '').split('?')[0];
    const [asset, operation] = [readable.get(path), askable.get(path)];
    if (asset && (request.method === 'GET' || request.method === 'HEAD')) return asset;
    if (operation && request.method === 'POST') {
      return clients.count(request.socket.remoteAddress ?? '', async () => json(await ask(operation, request, limits, ending)));
    }
    if (!asset && !operation) throw new RequestError(404, `There is nothing at ${path.slice(0, 80)}.`);
    const allow = asset ? 'GET, HEAD' : 'POST';
    throw new RequestError(405, `Expected ${allow}, received ${request.method}.`, { allow });
  };
  const timeouts = {
    requestTimeout: limits.receiveMilliseconds,
    headersTimeout: limits.receiveMilliseconds,
    // Node looks for late senders only so often, by default every 30 seconds.
    connectionsCheckingInterval: Math.min(1000, limits.receiveMilliseconds),
  };
  const server = createServer(timeouts, (request, response) => {
    void answer(request).then(
      (asset) => send(response, 200, asset, request.method === 'HEAD'),
      (error: unknown) => {
        const refusal = error instanceof RequestError ? error : new RequestError(500, 'The model could not answer.');
        // A client that hung up has its reason; everything else unforeseen is ours to hear of.
        if (refusal.status === 500 && !request.socket.destroyed) warn(`${request.url}: ${(error as Error).stack ?? String(error)}`);
        send(response, refusal.status, json({ error: refusal.message }), false, refusal.headers);
      },
    );
  });
  server.maxConnections = CONNECTIONS;
  server.on('listening', () => (local = isLocal(server)));
  // Each of many requests that come one behind the other on a connection listens.
  server.on('connection', (socket) => socket.setMaxListeners(0));
  return server;
}

/** @throws RequestError for a request that cannot be answered, or not in time */
async function ask({ request: schema, answer }: Operation, request: IncomingMessage, limits: Limits, ending?: AbortSignal): Promise<object> {
  const body = await readJson(request, limits.bodyBytes);
  const asked = schema.safeParse(body);
  if (!asked.success) {
    const problems = asked.error.issues.map(({ path, message }) => `${path.length === 0 ? 'the body' : path.join('.')}: ${message}`);
    throw new RequestError(400, `Not what is asked for here: ${problems.join('; ')}. /openapi.json describes it.`);
  }
  const late = AbortSignal.timeout(limits.answerMilliseconds);
  const gone = new AbortController();
  const hangUp = () => gone.abort();
  request.socket.once('close', hangUp);
  ending?.addEventListener('abort', hangUp);
  try {
    ending?.throwIfAborted();
    return await answer(asked.data, AbortSignal.any([late, gone.signal]));
  } catch (error) {
    if (ending?.aborted) throw new RequestError(503, 'The server ends.', { connection: 'close' });
    if (late.aborted) {
      throw new RequestError(503, `The answer took longer than ${limits.answerMilliseconds / 1000} seconds.`, { 'retry-after': '1' });
    }
    throw error;
  } finally {
    // The socket may serve many more requests.
    request.socket.off('close', hangUp);
    ending?.removeEventListener('abort', hangUp);
  }
}

function send(response: ServerResponse, status: number, { type, content }: Asset, onlyHead = false, more: Readonly<Record<string, string>> = {}): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(content), ...more });
  response.end(onlyHead ? undefined : content);
  // The rest of a body that nobody reads would keep the connection from its next request.
  if (more['connection'] === 'close') response.once('finish', () => response.req.destroy());
}

/** Requests in progress by address. */
class Clients {
  readonly #busy = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /** Does a client's work; throws RequestError 429 where it has too much in progress. */
  async count<T>(client: string, work: () => Promise<T>): Promise<T> {
    const busy = this.#busy.get(client) ?? 0;
    if (busy >= this.limit) {
      throw new RequestError(429, `You have ${busy} requests in progress already. Wait for some of them.`, { 'retry-after': '1' });
    }
    this.#busy.set(client, busy + 1);
    try {
      return await work();
    } finally {
      const left = (this.#busy.get(client) ?? 1) - 1;
      if (left === 0) this.#busy.delete(client);
      else this.#busy.set(client, left);
    }
  }
}
