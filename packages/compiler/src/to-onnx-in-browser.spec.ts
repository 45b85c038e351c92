/* A recorded graph in a browser, by onnxruntime-web. B batch, A heads, T tokens, D width. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { basename, dirname, extname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { attention, gelu, layerNorm, linear } from '@electra-ts/ops';
import { chromium, type Browser } from 'playwright-core';
import type { HostTensor } from './host-tensor.js';
import { OnnxRuntime } from './runner/onnx-runtime.js';
import type { StepFunction } from './runtime.js';
import { expectClose } from './testing/expect-close.fixture.js';
import { randomTensor } from './testing/random-tensor.fixture.js';
import { toOnnx } from './to-onnx.js';

const CHROMIUM = '/usr/bin/chromium';
const SCRIPT = 'ort.wasm.min.mjs';
const [B, A, T, D] = [2, 2, 5, 8] as const;

/** Folder of onnxruntime-web's files. It takes 139 MB and is nobody's dependency: `npm install --no-save` brings it. */
function webFolder(): string | undefined {
  try {
    return dirname(createRequire(__filename).resolve('onnxruntime-web'));
  } catch {
    return undefined;
  }
}

/** Serves an empty page and the files of `folder`. */
function serve(folder: string): Promise<Server> {
  const types: Record<string, string> = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer(({ url = '/' }, response) => {
    const file = join(folder, basename(url));
    const type = types[extname(url)];
    response.setHeader('content-type', type ?? 'text/html');
    response.end(type !== undefined && existsSync(file) ? readFileSync(file) : '<!doctype html>');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const folder = webFolder();
const inBrowser = folder !== undefined && existsSync(CHROMIUM) ? describe : describe.skip;

inBrowser(`toOnnx in a browser (skipped without ${CHROMIUM} or onnxruntime-web)`, () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    server = await serve(folder as string);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 30_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it('computes the numbers of onnxruntime-node: a layer with attention, GELU and layer normalization', async () => {
    const shapes = { weight: [D, D], bias: [D], scale: [D], shift: [D] } as const;
    const values = Object.entries(shapes).map(([name, shape], index) => [name, randomTensor({ shape: [...shape] }, index)] as const);
    const variables = Object.fromEntries(
      values.map(([name, { data, shape }]) => [name, tf.variable(tf.tensor(data, [...shape], 'float32'))]),
    );
    const v = variables as unknown as { weight: tf.Tensor2D } & Record<'bias' | 'scale' | 'shift', tf.Tensor1D>;
    const layer: StepFunction = ({ x }) => {
      const heads_BATD = x as tf.Tensor4D;
      const mixed = tf.reshape(attention(heads_BATD, heads_BATD, heads_BATD, tf.zeros([B, 1, 1, T]), null), [B * A * T, D]);
      const dense = gelu(linear(mixed as tf.Tensor2D, v.weight, v.bias));
      const y = layerNorm(dense, v.scale, v.shift, 1e-12);
      return { y, best: tf.argMax(y, 1) };
    };
    const options = { name: 'layer', variables };
    const x = randomTensor({ shape: [B, A, T, D] }, 9);
    const runtime = await OnnxRuntime.create({ threads: 1 });
    const here = await runtime.prepare(layer, options).run({ x });
    await runtime.dispose();

    const model = Array.from(toOnnx(layer, options, { x }));
    const feeds = [['input.x', x] as const, ...values.map(([name, value]) => [`state.${name}`, value] as const)].map(
      ([name, { data, shape }]) => ({ name, data: Array.from(data), shape: [...shape] }),
    );
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    // As text: it runs in the page, where the package is a script of the server.
    const there = (await tab.evaluate(`(async ({ model, feeds }) => {
      const ort = await import('/${SCRIPT}');
      ort.env.wasm.numThreads = 1;
      ort.env.wasm.wasmPaths = '/';
      const session = await ort.InferenceSession.create(Uint8Array.from(model), { executionProviders: ['wasm'] });
      const tensors = feeds.map(({ name, data, shape }) => [name, new ort.Tensor('float32', Float32Array.from(data), shape)]);
      const results = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, Array.from(data, Number)]));
    })(${JSON.stringify({ model, feeds })})`)) as Record<string, number[]>;

    const y = { shape: [B * A * T, D], dtype: 'float32', data: Float32Array.from(there['output.y'] as number[]) } as const;
    expectClose({ y }, { y: here['y'] as HostTensor });
    expect(there['output.best']).toEqual(Array.from(here['best']?.data ?? []));
    tf.dispose(Object.values(variables));
  }, 60_000);
});
