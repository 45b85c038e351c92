// Classifies texts with a saved model by the pipeline of transformers.js, from strings to probabilities, for side-by-side timing; see classify_texts.py.
// node classify_texts.mjs --package FOLDER (with node_modules/@huggingface/transformers) --model FOLDER --texts FILE.json --batch-size N [--sort] [--threads N]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

// Whoever started this shows the last line.
process.on('uncaughtException', ({ message }) => {
  console.error(message.split('\n')[0]);
  process.exit(1);
});
const text = { type: 'string' };
const { values } = parseArgs({ options: { package: text, model: text, texts: text, 'batch-size': text, threads: text, sort: { type: 'boolean' } } });
const require = createRequire(join(values.package, 'package.json'));
const entry = require.resolve('@huggingface/transformers');
const { env, pipeline } = await import(pathToFileURL(entry));
// What it computes on is its own dependency, not this repository's.
const { version: runtime } = createRequire(entry)('onnxruntime-node/package.json');

env.allowRemoteModels = false;
env.localModelPath = `${dirname(values.model)}/`;
const threads = values.threads === undefined ? {} : { intraOpNumThreads: Number(values.threads) };
const classify = await pipeline('text-classification', basename(values.model), { device: 'cpu', dtype: 'fp32', session_options: threads });

const texts = JSON.parse(readFileSync(values.texts, 'utf8'));
const rows = texts.map((_, row) => row);
if (values.sort) rows.sort((a, b) => texts[a].length - texts[b].length);
const size = Number(values['batch-size']);

async function oneStep() {
  const started = performance.now();
  const scores = new Array(texts.length);
  for (let at = 0; at < rows.length; at += size) {
    const batch = rows.slice(at, at + size);
    const results = await classify(batch.map((row) => texts[row]), { top_k: null });
    results.forEach((labels, n) => (scores[batch[n]] = labels.find(({ label }) => label === '1').score));
  }
  return { seconds: (performance.now() - started) / 1000, residentBytes: process.resourceUsage().maxRSS * 1024, scores };
}

const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const { scores } = await oneStep();
tell({ name: `transformers.js ${env.version}, ort ${runtime}`, scores });
for await (const _ of createInterface({ input: process.stdin })) {
  const { seconds, residentBytes } = await oneStep();
  tell({ seconds, residentBytes });
}
