import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TaskKindName } from '@electra-ts/tasks';
import { type Browser, chromium, type Page } from 'playwright-core';
import { defaultLimits } from '../limits.js';
import { predictRequests, predictResponses } from '../schemas.js';
import { serveModel } from '../serve-model.js';
import type { ServedModel } from '../served-model.js';
import { pageAssets } from './assets.js';

const CHROMIUM = '/usr/bin/chromium';
const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;

/** What a model of each kind says, whatever it is asked. */
const answers: { readonly [Kind in TaskKindName]: object } = {
  classification: { text: 'x', label: 'spam', scores: { ham: 0.2, spam: 0.8 } },
  regression: { text: 'x', score: 3.14159 },
  multilabel: { text: 'x', labels: ['a', 'b'], scores: { a: 0.9, b: 0.7, c: 0.1 } },
  tagging: {
    text: 'Ada saw Rome',
    entities: [
      { label: 'PER', start: 0, end: 3, text: 'Ada', score: 0.9 },
      { label: 'LOC', start: 8, end: 12, text: 'Rome', score: 0.6 },
    ],
    tokens: [],
  },
  'question-answering': { question: 'q', context: 'the red car', answer: 'red', start: 4, end: 7, score: 0.75, unanswerable: false },
  'multiple-choice': { text: 'x', choices: ['no', '<b>yes</b>'], choice: 1, scores: [0.3, 0.7] },
};

/** What the page shows of it. */
const shown: { readonly [Kind in TaskKindName]: { readonly text: RegExp; readonly marks?: string[]; readonly meters?: string[] } } = {
  classification: { text: /^spam/, meters: ['spam: 80 %', 'ham: 20 %'] },
  regression: { text: /^3\.142$/ },
  multilabel: { text: /^a, b/, meters: ['a: 90 %', 'b: 70 %', 'c: 10 %'] },
  tagging: { text: /Ada PER saw Rome LOC.*Ada: PER, 90 %.*Rome: LOC, 60 %/, marks: ['Ada PER', 'Rome LOC'] },
  'question-answering': { text: /^red, 75 %the red car$/, marks: ['red'] },
  'multiple-choice': { text: /^<b>yes<\/b>/, meters: ['<b>yes</b>: 70 %', 'no: 30 %'] },
};

inBrowser(`the page's answers (skipped where there is no ${CHROMIUM})`, () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** The page of a server of this model; `problems` are errors that the browser tells of. */
  async function open(model: ServedModel, problems: string[] = [], warn: (message: string) => void = () => undefined): Promise<Page> {
    const assets = await pageAssets(pathToFileURL(join(__dirname, '../../../dist/serve/page/')));
    server = serveModel({ model, assets, limits: defaultLimits, version: '0', warn });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const tab = await browser.newPage();
    tab.on('console', (message) => problems.push(message.text()));
    tab.on('pageerror', (error) => problems.push(error.message));
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return tab;
  }

  it.each(Object.keys(answers) as TaskKindName[])('%s: the answer to what the fields say, and to what is typed next', async (kind) => {
    const asked: Record<string, unknown>[] = [];
    const model = {
      name: 'fake',
      predict: {
        kind,
        labels: [],
        input: (values: Readonly<Record<string, unknown>>) => (asked.push(values), values),
        answer: async (examples: readonly object[]) => examples.map(() => answers[kind]),
      },
      close: async () => undefined,
    };
    const problems: string[] = [];
    const tab = await open(model, problems, fail);
    await tab.waitForSelector('#answer p');
    // The fakes keep to the schemas, and so does what the page asks.
    predictResponses[kind].parse(answers[kind]);
    predictRequests[kind].parse(asked[0]);
    const { text, marks = [], meters = [] } = shown[kind];
    expect(await tab.textContent('#answer')).toMatch(text);
    expect(await tab.locator('#answer mark').allTextContents()).toEqual(marks);
    expect(await tab.evaluate(`[...document.querySelectorAll('#answer meter')].map((each) => each.getAttribute('aria-label'))`)).toEqual(meters);
    const field = tab.locator('#question textarea').first();
    await field.fill('something else');
    while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Object.values(asked[1])).toContain('something else');
    expect(problems).toEqual([]);
    await tab.close();
  });

  it('leaves no answer under a text that it does not belong to, and asks nothing while a field is blank', async () => {
    const asked: unknown[] = [];
    const tab = await open({
      name: 'fake',
      predict: {
        kind: 'classification',
        labels: [],
        input: (values) => (asked.push(values['text']), values),
        async answer(examples) {
          if (asked.at(-1) === 'odd') throw new Error('a bug');
          return examples.map(() => answers.classification);
        },
      },
      close: async () => undefined,
    });
    const told = (pattern: RegExp) => tab.locator('#state', { hasText: pattern }).waitFor();
    const hasAnswer = () => tab.isVisible('#answer');
    await tab.waitForSelector('#answer p');
    await tab.fill('#field-text', ' ');
    await told(/^There is nothing yet under “Text”\.$/);
    expect(await hasAnswer()).toBe(false);
    await tab.fill('#field-text', 'good');
    await tab.waitForSelector('#answer p');
    await tab.fill('#field-text', 'odd');
    await told(/could not answer/);
    expect(await hasAnswer()).toBe(false);
    expect(asked).toEqual(['The meal was good.', 'good', 'odd']);
    await tab.close();
  });

  it('leaves no heat and no masks under a text that they do not belong to, and a click on old ones does nothing', async () => {
    const asked: string[] = [];
    const fillMask = async (all: readonly { readonly text: string }[]) => all.map(({ text }) => ({ text, masks: [[{ token: 'x', id: 1, score: 0.5 }]] }));
    const tab = await open({
      name: 'fake',
      async detect(texts) {
        asked.push(...texts);
        if (texts.some((text) => text.startsWith('odd'))) throw new Error('a bug');
        return texts.map((text) => ({ text, tokens: [{ token: text, id: 1, start: 0, end: text.length, logit: 0, replaced: 0.75 }] }));
      },
      fillMask,
      close: async () => undefined,
    });
    const count = (selector: string) => tab.locator(selector).count();
    const fill = async (text: string) => {
      await tab.fill('#text', text);
      await tab.waitForSelector(`#tokens button[title] >> text=${text}`);
      await tab.waitForSelector('#masks button');
    };
    await fill('one [MASK]');
    // Both within the pause in which the model is not asked yet.
    await tab.evaluate(`(() => {
      const text = document.getElementById('text');
      text.value = 'other [MASK]';
      text.dispatchEvent(new Event('input'));
      document.querySelector('#tokens button').click();
      document.querySelector('#masks button').click();
    })()`);
    expect([await tab.isVisible('#swap'), await tab.inputValue('#text')]).toEqual([false, 'other [MASK]']);
    await fill('two [MASK]');
    await tab.fill('#text', 'odd');
    await tab.waitForSelector('#state.failed');
    expect([await count('#tokens button'), await count('#masks button')]).toEqual([0, 0]);
    await fill('three [MASK]');
    await tab.fill('#text', '\n');
    await tab.locator('#state', { hasText: /^$/ }).waitFor({ state: 'attached' });
    expect([await count('#tokens button'), await count('#masks button')]).toEqual([0, 0]);
    expect(asked).not.toContain('\n');
    await tab.close();
  });
});

/** A failure inside the server fails the test. */
function fail(message: string): void {
  throw new Error(message);
}
