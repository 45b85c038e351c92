import { WorkerClient } from './worker-client.js';

const scalar = (value: number) => ({ shape: [], dtype: 'float32' as const, data: Float32Array.of(value) });

describe('session-worker', () => {
  it('keeps values and says what it does not have', async () => {
    const client = new WorkerClient('OnnxRuntime');
    const started = performance.now();
    await client.ask('start', undefined);
    await client.ask('write', { values: { w: scalar(3) } });
    expect(await client.ask('read', { keys: ['w'] })).toEqual([scalar(3)]);
    await expect(client.ask('read', { keys: ['v'] })).rejects.toThrow("there is no variable 'v'");
    await expect(
      client.ask('run', { graph: 'g', feeds: {}, seed: 0, step: 0 }),
    ).rejects.toThrow("there is no loaded graph 'g'");
    // Each answer, an error too, says when it was ready.
    expect(client.answerWait).toBeGreaterThan(0);
    expect(client.answerWait).toBeLessThan((performance.now() - started) / 1000);
    await client.close();
  });
});
