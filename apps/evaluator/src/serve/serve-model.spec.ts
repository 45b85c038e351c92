import { once } from 'node:events';
import { type IncomingHttpHeaders, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { UserError } from '@electra-ts/config';
import { defaultLimits, type Limits } from './limits.js';
import { detectResponse, fillResponse, predictResponses } from './schemas.js';
import { isLocal, serveModel } from './serve-model.js';
import type { ServedModel } from './served-model.js';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

describe('serveModel', () => {
  let server: Server;
  let port: number;
  let warnings: string[];
  /** Sizes of the batches that the model was given. */
  let batches: number[];
  /** While set, the model waits for it, or until nobody waits for the answer. */
  let gate: Promise<void> | undefined;
  /** Whether the model was told, of each batch, that nobody waits for the answer. */
  let unwanted: boolean[];

  const model: ServedModel = {
    name: 'a model',
    async detect(texts, { signal }) {
      batches.push(texts.length);
      if (gate) await Promise.race([gate, new Promise((resolve) => signal?.addEventListener('abort', resolve))]);
      unwanted.push(signal?.aborted ?? false);
      signal?.throwIfAborted();
      if (texts.includes('crash')) throw new Error('a bug');
      return texts.map((text) => ({ text, tokens: [{ token: text, id: 7, start: 0, end: text.length, logit: 0, replaced: 0.5 }] }));
    },
    fillMask: async (asked) => asked.map(({ text, topK }) => ({ text, masks: [Array.from({ length: topK }, (_, id) => ({ token: `t${id}`, id, score: 0.1 }))] })),
    predict: {
      kind: 'classification',
      labels: ['a', 'b'],
      input(values) {
        if (values['text'] === 'odd') throw new UserError({ what: 'That is odd' });
        return values;
      },
      answer: async (examples) => examples.map((example) => ({ ...example, label: 'a', scores: { a: 0.9, b: 0.1 } })),
    },
    close: async () => undefined,
  };

  async function start(limits: Partial<Limits> = {}, host = '127.0.0.1', ending?: AbortSignal): Promise<void> {
    const assets = { '/': { type: 'text/html', content: '<h1>page</h1>' } };
    server = serveModel({ model, assets, limits: { ...defaultLimits, ...limits }, version: '1.2.3', warn: (message) => warnings.push(message), ending });
    server.listen(0, host);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  /** By node's own client, which sends what it is told, as fetch does not. */
  const ask = (path: string, { method = 'GET', headers = {}, body }: Asking = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request({ port, path, method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const post = (name: string, value: unknown, headers: Record<string, string> = {}) =>
    ask(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof value === 'string' || value instanceof Buffer ? value : JSON.stringify(value),
    });
  const errorOf = ({ body }: Answer): string => (JSON.parse(body) as { error: string }).error;

  beforeEach(() => {
    warnings = [];
    batches = [];
    unwanted = [];
    gate = undefined;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('serves the page, the model and its description, and nothing else', async () => {
    await start();
    const page = await ask('/');
    expect([page.status, page.headers['content-type'], page.body]).toEqual([200, 'text/html; charset=utf-8', '<h1>page</h1>']);
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(JSON.parse((await ask('/api/model')).body)).toEqual({ name: 'a model', detect: true, fillMask: true, kind: 'classification', labels: ['a', 'b'] });
    const head = await ask('/', { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '13', '']);
    for (const path of ['/package.json', '/../package.json', '/%2e%2e/package.json', '//etc/passwd', '/api', '/api/embed', '/constructor']) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
    expect(warnings).toEqual([]);
  });

  it('answers as its OpenAPI description says', async () => {
    await start();
    const { openapi, info, paths } = JSON.parse((await ask('/openapi.json')).body);
    expect([openapi, info.version]).toEqual(['3.1.0', '1.2.3']);
    expect(Object.keys(paths)).toEqual(['/api/model', '/api/detect', '/api/fill-mask', '/api/predict']);
    const { requestBody, responses } = paths['/api/fill-mask'].post;
    expect(requestBody.content['application/json'].schema).toMatchObject({ required: ['text'], properties: { topK: { default: 5, maximum: 100 } } });
    expect(Object.keys(responses)).toEqual(['200', '400', '403', '404', '405', '408', '413', '415', '429', '431', '500', '503']);
    expect(detectResponse.parse(JSON.parse((await post('detect', { text: 'x' })).body)).tokens[0].token).toBe('x');
    expect(fillResponse.parse(JSON.parse((await post('fill-mask', { text: 'x [MASK]' })).body)).masks[0]).toHaveLength(5);
    expect(predictResponses.classification.parse(JSON.parse((await post('predict', { text: 'x', pair: 'y' })).body)).label).toBe('a');
  });

  it('says what is wrong with a request', async () => {
    await start();
    const refused = async (name: string, value: unknown, headers = {}) => {
      const answer = await post(name, value, headers);
      return [answer.status, errorOf(answer)];
    };
    expect(await refused('detect', '{"text": ')).toEqual([400, expect.stringMatching(/^The body is not JSON/)]);
    expect(await refused('detect', Buffer.from('{"text": "caf\xe9"}', 'latin1'))).toEqual([400, expect.stringMatching(/not JSON in UTF-8/)]);
    expect(await refused('detect', [])).toEqual([400, expect.stringMatching(/the body: .*expected object/)]);
    expect(await refused('detect', { text: 3 })).toEqual([400, expect.stringMatching(/text: .*expected string.*openapi\.json/)]);
    expect(await refused('detect', { text: 'x', txt: 'y' })).toEqual([400, expect.stringMatching(/txt/)]);
    expect(await refused('detect', { text: '' })).toEqual([400, expect.stringMatching(/: text: expected a text that is not blank\. \/openapi/)]);
    expect(await refused('predict', { text: ' ' })).toEqual([400, expect.stringMatching(/: text: expected a text that is not blank\. \/openapi/)]);
    expect(await refused('fill-mask', { text: 'no mask' })).toEqual([400, expect.stringMatching(/\[MASK\]/)]);
    expect(await refused('predict', { text: 'odd' })).toEqual([400, 'That is odd.']);
    expect(await refused('detect', { text: 'x' }, { 'content-type': 'text/plain' })).toEqual([415, expect.stringMatching(/application\/json, received text\/plain/)]);
    const got = await ask('/api/detect');
    expect([got.status, got.headers.allow]).toEqual([405, 'POST']);
    expect((await ask('/', { method: 'DELETE' })).headers.allow).toBe('GET, HEAD');
    expect(batches).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('refuses pages of other sites, and names that are not of this machine', async () => {
    await start();
    const status = async (headers: Record<string, string>) => (await post('detect', { text: 'x' }, headers)).status;
    expect(await status({ origin: `http://localhost:${port}` })).toBe(200);
    expect(await status({ origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}` })).toBe(200);
    expect(await status({ origin: 'http://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ origin: 'http://evil.example', host: 'evil.example' })).toBe(403);
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(403);
  });

  it('goes by any name where it was told to listen for others', async () => {
    await start({}, '0.0.0.0');
    expect((await post('detect', { text: 'x' }, { host: 'box.lan', origin: 'http://box.lan' })).status).toBe(200);
    expect((await post('detect', { text: 'x' }, { host: 'box.lan', origin: 'http://evil.example' })).status).toBe(403);
  });

  it('goes by where it is bound to, however that is spelled', async () => {
    await start({}, '127.1');
    expect(isLocal(server)).toBe(true);
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await ask('/', { headers: { host: `127.1:${port}` } })).status).toBe(200);
  });

  it('takes no body beyond its limit, announced or not', async () => {
    await start({ bodyBytes: 100 });
    expect((await post('detect', { text: 'x'.repeat(80) })).status).toBe(200);
    const announced = await post('detect', { text: 'x'.repeat(90) });
    expect([announced.status, announced.headers.connection]).toEqual([413, 'close']);
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data)).on('error', () => undefined);
    socket.write('POST /api/detect HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n');
    socket.write(`50\r\n${'x'.repeat(0x50)}\r\n50\r\n${'x'.repeat(0x50)}\r\n`);
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('gives up on a sender that is too slow', async () => {
    await start({ receiveMilliseconds: 100 });
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data)).on('error', () => undefined);
    socket.write('POST /api/detect HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n{');
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(batches).toEqual([]);
  });

  /** A first request that the model is busy with, and what lets it go on. */
  async function busy(): Promise<{ readonly first: Promise<Answer>; readonly letGo: () => void }> {
    let letGo = (): void => undefined;
    gate = new Promise((resolve) => (letGo = resolve));
    const first = post('detect', { text: 'first' });
    while (batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return { first, letGo };
  }
  const statuses = (answers: readonly Answer[]) => answers.map(({ status, headers }) => (status === 200 ? 200 : [status, headers['retry-after']]));

  it('computes together what waits, and lets only so many wait', async () => {
    await start({ waiting: 3 });
    const { first, letGo } = await busy();
    const refused = new Promise<void>((resolve) => server.on('request', (_, response) => response.once('finish', resolve)));
    const others = Array.from({ length: 4 }, (_, i) => post('detect', { text: `${i}` }));
    // Which of them comes last is not said, but one is refused while the others wait.
    await refused;
    letGo();
    expect((await first).status).toBe(200);
    expect(statuses(await Promise.all(others)).sort()).toEqual([200, 200, 200, [503, '1']]);
    expect(batches).toEqual([1, 3]);
    expect((await post('detect', { text: 'again' })).status).toBe(200);
  });

  it('lets one client have only so many requests in progress', async () => {
    await start({ perClient: 1 });
    const { first, letGo } = await busy();
    expect(statuses([await post('detect', { text: 'second' })])).toEqual([[429, '1']]);
    expect((await ask('/api/model')).status).toBe(200);
    letGo();
    expect((await first).status).toBe(200);
    expect((await post('detect', { text: 'again' })).status).toBe(200);
  });

  it('takes many requests one behind the other on a connection, without a warning of Node', async () => {
    gate = new Promise(() => undefined);
    await start();
    const many = 40;
    const connected = once(server, 'connection');
    const arrived = new Promise<void>((resolve) => {
      let count = 0;
      server.on('request', (request) => request.once('end', () => ++count === many && resolve()));
    });
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    const body = '{"text": "x"}';
    socket.write(`POST /api/detect HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`.repeat(many));
    const [[own]] = (await Promise.all([connected, arrived])) as [[Socket], void];
    await new Promise((resolve) => setImmediate(resolve));
    // 0 is any number. Node warns once a process, so that it cannot be listened to here.
    expect([own.listenerCount('close') >= many, own.getMaxListeners()]).toEqual([true, 0]);
    socket.destroy();
  });

  it('does not compute for a client that has hung up', async () => {
    await start();
    const { first, letGo } = await busy();
    const socket = connect(port, '127.0.0.1');
    const body = '{"text": "gone"}';
    socket.write(`POST /api/detect HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    await new Promise<void>((resolve) => server.once('request', (request) => request.once('end', resolve)));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    letGo();
    await first;
    expect((await post('detect', { text: 'again' })).status).toBe(200);
    expect(batches).toEqual([1, 1]);
    expect(warnings).toEqual([]);
  });

  it('stops computing for a client that has hung up, so that the next is answered', async () => {
    gate = new Promise(() => undefined);
    await start();
    const socket = connect(port, '127.0.0.1');
    const body = '{"text": "gone"}';
    socket.write(`POST /api/detect HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    while (batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    socket.destroy();
    while (unwanted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    gate = undefined;
    expect((await post('detect', { text: 'next' })).status).toBe(200);
    expect([unwanted, warnings]).toEqual([[true, false], []]);
  });

  it('does not let an answer take for ever, and stops computing it', async () => {
    gate = new Promise(() => undefined);
    await start({ answerMilliseconds: 50 });
    const late = await post('detect', { text: 'x' });
    expect([late.status, errorOf(late)]).toEqual([503, 'The answer took longer than 0.05 seconds.']);
    gate = undefined;
    expect((await post('detect', { text: 'next' })).status).toBe(200);
    expect(unwanted).toEqual([true, false]);
  });

  it('tells who still waits that the server ends, in the queue too', async () => {
    gate = new Promise(() => undefined);
    const ending = new AbortController();
    await start({ batch: 1 }, '127.0.0.1', ending.signal);
    const waiting = Array.from({ length: 12 }, (_, i) => post('detect', { text: String(i) }));
    while (batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    ending.abort();
    for (const { status, headers, body } of await Promise.all(waiting)) {
      expect([status, headers.connection, JSON.parse(body)]).toEqual([503, 'close', { error: 'The server ends.' }]);
    }
    expect((await post('detect', { text: 'late' })).status).toBe(503);
    expect(warnings).toEqual([]);
  });

  it('hides what went wrong inside, and tells whoever runs it', async () => {
    await start();
    const failed = await post('detect', { text: 'crash' });
    expect([failed.status, errorOf(failed)]).toEqual([500, 'The model could not answer.']);
    expect(warnings[0]).toMatch(/^\/api\/detect: Error: a bug/);
    expect((await post('detect', { text: 'x' })).status).toBe(200);
  });
});
