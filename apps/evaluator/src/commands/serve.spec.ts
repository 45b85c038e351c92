import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { writeClassifier, writePretrainingRun } from '../runs/runs.fixture.js';
import { bin, runEvaluator } from './run-evaluator.fixture.js';

const CHROMIUM = '/usr/bin/chromium';
const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;

describe('electra-evaluator serve', () => {
  let folder: string;
  const servers: ChildProcess[] = [];

  /** Starts the built command on a free port. */
  async function serve(model: string, ...more: string[]): Promise<{ url: string; child: ChildProcess; said: () => string }> {
    const args = ['serve', '--model', join(folder, model), '--port', '0', '--engine', 'cpu', '--json', ...more];
    const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    servers.push(child);
    let errors = '';
    child.stderr.on('data', (data) => (errors += data));
    const line = await Promise.race([
      once(child.stdout, 'data').then(([data]) => String(data)),
      once(child, 'exit').then(() => Promise.reject(new Error(`serve ended: ${errors}`))),
    ]);
    return { url: (JSON.parse(line) as { url: string }).url, child, said: () => errors };
  }
  const post = async (url: string, question: object) => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) });
    return (await response.json()) as Record<string, unknown>;
  };

  /** What is far below the limit of bodies and would take a model for minutes. */
  const tooMuch = expect.stringMatching(/^This is too much to read at once: expected at most 32768 tokens .*received \d{5,} tokens in \d+ windows\. Shorten it/);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'serve-'));
    await writePretrainingRun(join(folder, 'run'), { networks: true });
    await writeClassifier(join(folder, 'classifier'), { bias: 3 });
  });
  afterAll(() => {
    for (const child of servers) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('answers as the commands do, and ends with a signal', async () => {
    const { url, child } = await serve('run');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const text = 'The chef cooked';
    const { out } = await runEvaluator(['detect', '--model', join(folder, 'run'), '--engine', 'cpu', '--text', text, '--json']);
    expect(await post(`${url}api/detect`, { text })).toEqual(JSON.parse(out)[0]);
    const { masks } = await post(`${url}api/fill-mask`, { text: 'the [MASK]', topK: 2 });
    expect(masks).toEqual([[expect.objectContaining({ token: expect.any(String) }), expect.anything()]]);
    const texts = Array.from({ length: 20 }, (_, i) => 'chef '.repeat(i + 1));
    const answers = await Promise.all(texts.map((each) => post(`${url}api/detect`, { text: each })));
    expect(answers.map((answer) => (answer['tokens'] as unknown[]).length)).toEqual(texts.map((_, i) => i + 1));
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(143);
  });

  it('serves a fine-tuned model', async () => {
    const { url } = await serve('classifier');
    const { out } = await runEvaluator(['predict', '--model', join(folder, 'classifier'), '--engine', 'cpu', '--text', 'the meal', '--json']);
    expect(await post(`${url}api/predict`, { text: 'the meal' })).toEqual(JSON.parse(out)[0]);
    expect(await post(`${url}api/detect`, { text: 'the meal' })).toEqual({ error: 'There is nothing at /api/detect.' });
    // Each of hundreds of windows would meet each of the other text.
    const half = 'the meal '.repeat(500);
    expect(await post(`${url}api/predict`, { text: half, pair: half })).toEqual({ error: tooMuch });
    expect(await post(`${url}api/predict`, { text: half, pair: 'good' })).toMatchObject({ label: expect.any(String) });
    const { port } = new URL(url);
    const second = await runEvaluator(['serve', '--model', join(folder, 'classifier'), '--engine', 'cpu', '--port', port]);
    expect([second.status, second.out]).toEqual([2, '']);
    expect(second.err).toMatch(/port \d+ cannot be listened at.*EADDRINUSE.*Choose another --port/);
  });

  // Other systems give a machine 127.0.0.1 only.
  (process.platform === 'linux' ? it : it.skip)('answers at every address of this machine alone', async () => {
    const { url } = await serve('classifier', '--host', '127.0.0.2');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.2:/);
    expect((await fetch(`${url}api/model`)).status).toBe(200);
    expect(await post(`${url}api/predict`, { text: 'the meal' })).toMatchObject({ text: 'the meal' });
  });

  it('warns by where it listens, not by how that is spelled', async () => {
    const heard = async (host: string) => {
      const { child, said } = await serve('classifier', '--host', host);
      child.kill('SIGTERM');
      await once(child, 'close');
      return said();
    };
    expect(await heard('127.1')).toBe('electra-evaluator: Stopped.\n');
    expect(await heard('0.0.0.0')).toMatch(/^Everyone who can reach 0\.0\.0\.0 can use the model/);
  });

  it.each([
    [['--model', 'nowhere'], /nowhere holds no model/],
    [['--model', 'x', '--port', '70000'], /whole number from 0 to 65535/],
  ])('refuses %j with status 2', async (args, message) => {
    const { status, out, err } = await runEvaluator(['serve', ...args]);
    expect(err).toMatch(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  inBrowser(`in a browser (skipped where there is no ${CHROMIUM})`, () => {
    let browser: Browser;
    let url: string;
    let classifier: string;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
      [url, classifier] = [(await serve('run')).url, (await serve('classifier')).url];
    });
    afterAll(() => browser?.close());

    /** Opens a page; `problems` are errors, and requests that leave the server. */
    async function open(address: string, options: object = {}): Promise<{ tab: Page; problems: string[] }> {
      const tab = await browser.newPage(options);
      const problems: string[] = [];
      tab.on('console', (message) => problems.push(message.text()));
      tab.on('pageerror', (error) => problems.push(error.message));
      tab.on('request', (request) => request.url().startsWith(address) || request.url().startsWith('data:') || problems.push(request.url()));
      await tab.goto(address);
      return { tab, problems };
    }

    it('shows doubt as heat, and a word is swapped by keyboard alone', async () => {
      const { tab, problems } = await open(url);
      await tab.waitForSelector('#tokens button');
      await tab.fill('#text', 'the good chef cooked');
      await tab.waitForSelector('#tokens button >> text=good');
      const name = (i: number) => tab.locator('#tokens button').nth(i).getAttribute('aria-label');
      expect(await name(1)).toMatch(/^good, doubt \d+ %/);
      const heat = () => tab.evaluate(`[...document.querySelectorAll('#tokens button')].map((button) => button.style.getPropertyValue('--doubt'))`);
      const before = await heat();
      await tab.focus('#text');
      await tab.keyboard.press('Tab');
      await tab.keyboard.press('ArrowRight');
      expect(await tab.evaluate('document.activeElement.textContent')).toBe('good');
      await tab.keyboard.press('Enter');
      expect(await tab.evaluate('document.activeElement.id')).toBe('word');
      // The generator offers words, never ends of words.
      await tab.waitForSelector('#suggestions button');
      expect((await tab.locator('#suggestions button').allTextContents()).some((each) => each.startsWith('##'))).toBe(false);
      await tab.keyboard.type('bad');
      await tab.keyboard.press('Enter');
      await tab.waitForSelector('#tokens button >> text=bad');
      expect(await tab.inputValue('#text')).toBe('the bad chef cooked');
      const after = await heat();
      expect(after).toHaveLength(5);
      expect(after).not.toEqual(before);
      await tab.keyboard.press('Escape');
      expect(await tab.isVisible('#swap')).toBe(false);
      expect(await tab.textContent('#state')).toMatch(/^5 tokens, \d more likely replaced than not\.$/);
      expect(problems).toEqual([]);
      await tab.close();
    });

    it('fills masks, and puts a candidate in', async () => {
      const { tab, problems } = await open(url);
      await tab.fill('#text', 'the [MASK] cook[MASK]');
      await tab.waitForSelector('#masks button');
      expect(await tab.locator('#masks h3').allTextContents()).toEqual(['Mask 1 of 2', 'Mask 2 of 2']);
      const first = tab.locator('#masks .candidates').first().locator('button').first();
      const token = ((await first.textContent()) ?? '').replace(/ \d+ %$/, '');
      await first.click();
      const expected = token.startsWith('##') ? `the${token.slice(2)} cook[MASK]` : `the ${token} cook[MASK]`;
      expect(await tab.inputValue('#text')).toBe(expected);
      expect(problems).toEqual([]);
      await tab.close();
    });

    it("shows a fine-tuned model's answer with its scores, and what the server refuses", async () => {
      const { tab, problems } = await open(classifier);
      await tab.waitForSelector('#answer meter');
      expect(await tab.locator('#answer meter').first().getAttribute('aria-label')).toMatch(/^spam: \d+ %$/);
      expect(await tab.isVisible('#reader')).toBe(false);
      expect(problems).toEqual([]);
      await tab.fill('#field-text', 'x'.repeat(70_000));
      await tab.waitForSelector('#state.failed');
      expect(await tab.textContent('#state')).toMatch(/too large/);
      await tab.fill('#field-text', 'the meal');
      await tab.waitForSelector('#state:not(.failed)');
      await tab.close();
    });

    it.each([
      ['light', 390],
      ['dark', 390],
      ['light', 1200],
    ] as const)('%s, %d px: fits, every control has a name, and letters can be told from what is behind them', async (colorScheme, width) => {
      const { tab, problems } = await open(url, { viewport: { width, height: 800 }, colorScheme });
      await tab.fill('#text', 'the [MASK] '.repeat(30));
      await tab.waitForSelector('#masks button');
      await tab.locator('#tokens button').first().click();
      const { overflow, nameless, ink, paper } = (await tab.evaluate(`({
        overflow: document.documentElement.scrollWidth - innerWidth,
        nameless: [...document.querySelectorAll('button, input, textarea')].filter((each) => !each.getAttribute('aria-label') && !each.textContent.trim() && !(each.labels && each.labels.length)).length,
        ink: getComputedStyle(document.body).color,
        paper: getComputedStyle(document.body).backgroundColor,
      })`)) as { overflow: number; nameless: number; ink: string; paper: string };
      expect({ overflow, nameless }).toEqual({ overflow: 0, nameless: 0 });
      const brightness = (color: string) => (color.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
      expect((brightness(ink) - brightness(paper)) * (colorScheme === 'dark' ? 1 : -1)).toBeGreaterThan(400);
      expect(problems).toEqual([]);
      await tab.close();
    });
  });
});
