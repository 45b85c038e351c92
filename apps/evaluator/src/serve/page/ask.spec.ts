import { ask } from './ask.js';

describe('ask', () => {
  const fetched = jest.spyOn(globalThis, 'fetch');
  const answer = (body: object, status = 200) => fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }));
  afterEach(() => fetched.mockReset());
  afterAll(() => fetched.mockRestore());

  it("posts JSON to an address below the page's, and reads the answer", async () => {
    answer({ tokens: [1] });
    expect(await ask('detect', { text: 'ä' })).toEqual({ tokens: [1] });
    const [address, sent] = fetched.mock.calls[0];
    expect([address, sent?.method, sent?.headers, sent?.body]).toEqual(['api/detect', 'POST', { 'content-type': 'application/json' }, '{"text":"ä"}']);
  });

  it("fails with the server's reason, or its status where it has none", async () => {
    answer({ error: 'The body is too large.' }, 413);
    await expect(ask('detect', {})).rejects.toThrow('The body is too large.');
    answer({}, 502);
    await expect(ask('detect', {})).rejects.toThrow('The server said 502.');
  });
});
