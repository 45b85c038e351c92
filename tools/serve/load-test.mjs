/**
 * Requests a second and 99th percentile of `electra-evaluator serve` on loopback, beside direct calls of the same model in this
 * process, one text at a time and in batches.
 *
 * Usage: npx nx run evaluator:load-test -- --model RUN [--seconds 10] [--clients 1,8,32] [--words 20] [--engine auto]
 *
 * RUN has a discriminator. Clients send their next request when the last one is answered. A machine that does something else meanwhile
 * measures that as well.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ElectraForPreTraining, ReplacedTokenDetector } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder } from '@electra-ts/training';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    clients: { type: 'string', default: '1,8,32' },
    words: { type: 'string', default: '20' },
    engine: { type: 'string', default: 'auto' },
  },
});
if (values.model === undefined) {
  console.error('load-test: expected --model RUN, a run with a discriminator');
  process.exit(2);
}
const model = resolve(process.env.INIT_CWD ?? '.', values.model);
const milliseconds = 1000 * Number(values.seconds);
const clientCounts = values.clients.split(',').map(Number);

const vocabulary = 'the chef cooked a good meal and then sailed out to sea with the whale in search of a state of the union'.split(' ');
/** Texts of about as many words, no two in a row the same. */
const textOf = (n) => Array.from({ length: Number(values.words) }, (_, i) => vocabulary[(7 * n + i * (1 + (n % 5))) % vocabulary.length]).join(' ');

/** Lets workers do `work` again and again for a time; each one's first calls, which compile, are not counted. */
async function measure(name, workers, textsACall, work) {
  const times = [];
  let n = 0;
  const repeat = async (until, note) => {
    while (performance.now() < until) {
      const started = performance.now();
      await work(n++);
      if (note) times.push(performance.now() - started);
    }
  };
  const all = (until, note) => Promise.all(Array.from({ length: workers }, () => repeat(until, note)));
  await all(performance.now() + milliseconds / 5, false);
  const started = performance.now();
  await all(started + milliseconds, true);
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const quantile = (q) => times[Math.min(times.length - 1, Math.floor(q * times.length))];
  return {
    name,
    textsPerSecond: Number(((times.length * textsACall) / seconds).toFixed(1)),
    medianMilliseconds: Number(quantile(0.5).toFixed(2)),
    p99Milliseconds: Number(quantile(0.99).toFixed(2)),
  };
}

async function direct() {
  const folder = await resolveModelFolder(model, 'discriminator');
  const { runtime, description } = await createRuntime({ engine: values.engine });
  const detector = new ReplacedTokenDetector({
    model: await ElectraForPreTraining.fromPretrained(folder),
    tokenizer: await Tokenizer.fromPretrained(folder),
    runtime,
  });
  const rows = [
    await measure('direct calls, one text each', 1, 1, (n) => detector.detect([textOf(n)])),
    await measure('direct calls, 32 texts each', 1, 32, (n) => detector.detect(Array.from({ length: 32 }, (_, i) => textOf(32 * n + i)))),
  ];
  await runtime.dispose();
  return { rows, description };
}

async function served() {
  const bin = new URL('../../apps/evaluator/bin/electra-evaluator.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [bin, 'serve', '--model', model, '--port', '0', '--engine', values.engine, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { url } = JSON.parse(String((await once(child.stdout, 'data'))[0]));
    const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
    const post = (text) =>
      new Promise((done, fail) => {
        const body = JSON.stringify({ text });
        const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
        const sent = request(`${url}api/detect`, { method: 'POST', agent, headers }, (response) => {
          response.resume();
          response.on('end', () => (response.statusCode === 200 ? done() : fail(new Error(`status ${response.statusCode}`))));
        });
        sent.on('error', fail);
        sent.end(body);
      });
    const rows = [];
    for (const clients of clientCounts) rows.push(await measure(`served, ${clients} at once`, clients, 1, (n) => post(textOf(n))));
    agent.destroy();
    return rows;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

const { rows, description } = await direct();
const result = { date: new Date().toISOString().slice(0, 10), engine: description, cores: cpus().length, words: Number(values.words), seconds: Number(values.seconds), rows: [...rows, ...(await served())] };
console.log(JSON.stringify(result, null, 2));
