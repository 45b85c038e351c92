import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WorkerClient } from './worker-client.js';

const workerFile = (code: string): URL => {
  const path = join(mkdtempSync(join(tmpdir(), 'worker-')), 'worker.mjs');
  writeFileSync(
    path,
    `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', (m) => { ${code} });`,
  );
  return pathToFileURL(path);
};

describe('WorkerClient', () => {
  it('matches answers to requests, whatever their order', async () => {
    const client = new WorkerClient(
      'TestRuntime',
      workerFile(
        'setTimeout(() => parentPort.postMessage({ id: m.id, value: m.body.keys, at: process.hrtime.bigint() }), m.body.keys[0] === "slow" ? 50 : 0)',
      ),
    );
    const answers = await Promise.all([client.ask('read', { keys: ['slow'] }), client.ask('read', { keys: ['fast'] })]);
    expect(answers).toEqual([['slow'], ['fast']]);
    await client.close();
    await expect(client.ask('start', undefined)).rejects.toThrow('TestRuntime has been disposed.');
  });

  it('says how long answers waited while this thread was busy', async () => {
    const client = new WorkerClient(
      'TestRuntime',
      workerFile(
        'parentPort.postMessage({ id: m.id, value: [], at: process.hrtime.bigint() }); Atomics.store(m.body.keys, 0, 1); Atomics.notify(m.body.keys, 0)',
      ),
    );
    const started = performance.now();
    expect(client.answerWait).toBe(0);
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const asked = client.ask('read', { keys: flag as unknown as string[] });
    Atomics.wait(flag, 0, 0); // until the answer is there
    const answered = performance.now();
    while (performance.now() < answered + 20);
    await asked;
    expect(client.answerWait).toBeGreaterThanOrEqual(0.02);
    expect(client.answerWait).toBeLessThanOrEqual((performance.now() - started) / 1000);
    await client.close();
  });

  it('rejects with the reason that the worker gives', async () => {
    const client = new WorkerClient('TestRuntime', workerFile('parentPort.postMessage({ id: m.id, error: "no memory", at: process.hrtime.bigint() })'));
    await expect(client.ask('start', undefined)).rejects.toThrow('no memory');
    await client.close();
  });

  it('rejects everything, now and later, when the worker dies', async () => {
    const client = new WorkerClient('TestRuntime', workerFile('process.exit(7)'));
    const both = [client.ask('start', undefined), client.ask('read', { keys: [] })];
    for (const asked of both) await expect(asked).rejects.toThrow(
      'TestRuntime has stopped: the worker ended with exit code 7.',
    );
    await expect(client.ask('start', undefined)).rejects.toThrow('values of its variables are lost');
  });

  it('says what the worker failed of', async () => {
    const client = new WorkerClient('TestRuntime', workerFile('throw new Error("broken")'));
    await expect(client.ask('start', undefined)).rejects.toThrow('the worker failed: broken');
  });

  it('rejects what is pending when it is closed', async () => {
    const client = new WorkerClient('TestRuntime', workerFile('if (m.kind === "close") process.exit(0)'));
    const asked = client.ask('start', undefined);
    const rejected = expect(asked).rejects.toThrow('has been disposed');
    await client.close();
    await rejected;
  });

  it('keeps the process alive until it is closed, also where an answer comes meanwhile', () => {
    // The worker answers while it is being closed, and takes its time to end.
    const worker = workerFile(
      'if (m.kind === "close") setTimeout(() => process.exit(0), 100); else setTimeout(() => parentPort.postMessage({ id: m.id, value: 1, at: process.hrtime.bigint() }), 20)',
    );
    const built = pathToFileURL(join(__dirname, '../../dist/runner/worker-client.js')).href;
    const program = `
      const { WorkerClient } = await import('${built}');
      const client = new WorkerClient('TestRuntime', new URL('${worker.href}'));
      client.ask('start', undefined).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 200)); // the worker has started
      client.ask('start', undefined).catch(() => undefined);
      await client.close();
      process.stdout.write('closed');`;
    // A process with nothing to wait for ends with 13 here, in the middle of closing.
    const path = join(mkdtempSync(join(tmpdir(), 'close-')), 'program.mjs');
    writeFileSync(path, program);
    expect(execFileSync(process.execPath, [path], { encoding: 'utf8' })).toBe('closed');
  });
});
