import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTextPeer } from './text-peer.js';

describe('startTextPeer', () => {
  let folder: string;
  /** A Python that writes down what it is asked, and answers as `body` does. */
  const python = (body: string): string => {
    const path = join(folder, 'python.mjs');
    writeFileSync(path, `#!${process.execPath}\nimport { appendFileSync } from 'node:fs';\nappendFileSync('${join(folder, 'asked')}', process.argv.slice(3).join(' ') + '\\n');\n${body}`, { mode: 0o755 });
    return path;
  };
  const options = () => ({ model: 'M', texts: 'T.json', batchSize: 4, threads: 1, sort: true, transformersJs: folder });

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'peer-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('tells Python what to classify', async () => {
    const peer = await startTextPeer('eager', { ...options(), python: python(`console.log('{"name": "x", "scores": [0.5]}');`) });
    expect(peer.ready).toEqual({ name: 'x', scores: [0.5] });
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('--variant eager --model M --texts T.json --batch-size 4 --threads 1 --sort\n');
    peer.stop();
  });

  it('has Python write the model for transformers.js, and says how to install that', async () => {
    const missing = startTextPeer('transformers.js', { ...options(), python: python('') });
    await expect(missing).rejects.toThrow(/transformers\.js cannot run.*npm install @huggingface\/transformers.*--transformers-js/s);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('--model M --export\n');
    const failing = startTextPeer('transformers.js', { ...options(), python: python(`console.error('Module onnx is not installed!'); process.exit(1);`) });
    await expect(failing).rejects.toThrow(/cannot write the model as ONNX.*onnx is not installed.*pip install torch transformers onnx/s);
  });
});
