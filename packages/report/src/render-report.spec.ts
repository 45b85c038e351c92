import { existsSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { chromium, type Browser } from 'playwright-core';
import type { ReportData } from './report-data.js';
import { renderReport } from './render-report.js';

const steps = Array.from({ length: 40 }, (_, i) => 10 * (i + 1));
const hostile = '</style><script>alert(1)</script>"\'&';

const data: ReportData = {
  title: `Report ${hostile}`,
  lead: `A small ELECTRA. ${hostile}`,
  facts: [
    { label: 'network', value: 'tiny, 1.9 M parameters' },
    { label: hostile, value: hostile },
  ],
  verdicts: [{ claim: 'learned', holds: true, measured: 'AUC 0.71 (0.69 to 0.73)' }],
  charts: [
    {
      title: 'Generator loss',
      unit: 'nats a masked token',
      series: [
        { name: 'train', points: steps.map((step) => ({ step, value: 9 - Math.log(step) / 2 })) },
        { name: 'held-out', points: [100, 200, 400].map((step) => ({ step, value: 9.2 - Math.log(step) / 2 })) },
      ],
      note: hostile,
    },
  ],
  sections: [
    {
      id: 'details',
      title: hostile,
      parts: [
        { type: 'text', text: hostile },
        { type: 'table', table: { title: 'Wide', columns: [...'abcdefghijkl'], rows: [[...'abcdefghijkl'].map((letter) => letter.repeat(20))] } },
        {
          type: 'matrix',
          matrix: { title: 'Taken', rowTitle: 'right', columnTitle: hostile, labels: [hostile, 'b'], counts: [[3, 1], [0, 2]] },
        },
        { type: 'excerpts', title: 'Wrong', excerpts: [{ text: [{ label: 'text', value: 'long'.repeat(200) }], facts: [{ label: 'right', value: hostile }] }] },
      ],
    },
  ],
  examples: [
    {
      replacedBy: 'generator',
      tokens: [...Array(60).keys()].map((i) => ({
        text: i === 7 ? hostile : 'words',
        startsWord: i > 0,
        probability: i / 60,
        ...(i % 9 === 7 && { original: 'ships' }),
      })),
    },
  ],
  fineTuning: {
    task: 'spam or ham',
    trainExamples: 500,
    testExamples: 900,
    steps: 48,
    rows: [{ name: 'pre-trained', metrics: { accuracy: 0.93, f1: 0.9, 'Matthews correlation': 0.8, AUC: 0.97 }, seconds: 20 }],
  },
  cost: { stages: [{ name: 'pre-training', seconds: 250 }], tokens: 3e6, flops: 2e14 },
  configuration: { training: { steps: 400, note: hostile } },
};

describe('renderReport', () => {
  const page = renderReport(data);
  const { document } = parseHTML(page);

  it('has one title and a section for each part, in order', () => {
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect([...document.querySelectorAll('section h2')].map((heading) => heading.id)).toEqual([
      'verdicts',
      'curves',
      'details',
      'doubt',
      'fine-tuning',
      'cost',
      'configuration',
    ]);
  });

  it('shows text from outside as text', () => {
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.querySelectorAll('body style')).toHaveLength(document.querySelectorAll('svg style').length);
    expect(document.querySelector('h1')?.textContent).toBe(data.title);
  });

  it('is read again by a browser only where it is kept up to date', () => {
    expect(page).not.toContain('http-equiv');
    expect(parseHTML(renderReport(data, { refresh: 30 })).document.querySelector('meta[http-equiv="refresh"]')?.getAttribute('content')).toBe('30');
  });

  it('needs nothing from outside the file', () => {
    expect(page).not.toMatch(/https?:|\/\/\w|url\(|@import|<link|<script|<iframe|src=/);
  });

  it('leaves out the parts there is nothing for', () => {
    const rest: ReportData = { ...data, fineTuning: undefined, cost: undefined, verdicts: [], charts: [], sections: [], examples: [] };
    const bare = parseHTML(renderReport(rest)).document;
    expect([...bare.querySelectorAll('section h2')].map((heading) => heading.id)).toEqual(['configuration']);
  });
});

const CHROMIUM = '/usr/bin/chromium';
const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;

inBrowser(`renderReport in a browser (skipped where there is no ${CHROMIUM})`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 30_000);
  afterAll(() => browser.close());

  it.each([
    ['light', 390],
    ['dark', 390],
    ['light', 1200],
  ] as const)('%s, %d px: fits, asks for nothing, and letters can be told from what is behind them', async (mode, width) => {
    const tab = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: mode });
    const requests: string[] = [];
    const problems: string[] = [];
    tab.on('request', (request) => requests.push(request.url()));
    tab.on('console', (message) => problems.push(message.text()));
    tab.on('pageerror', (error) => problems.push(error.message));
    await tab.setContent(renderReport(data));
    const measured = (await tab.evaluate(`({
      overflow: document.documentElement.scrollWidth - innerWidth,
      letters: Math.min(...[...document.querySelectorAll('svg.plot text')].map((t) => t.getBoundingClientRect().height)),
      ink: getComputedStyle(document.body).color,
      paper: getComputedStyle(document.body).backgroundColor,
      line: getComputedStyle(document.querySelector('svg.plot [aria-label=line] path')).stroke,
    })`)) as { overflow: number; letters: number; ink: string; paper: string; line: string };
    expect(measured.overflow).toBeLessThanOrEqual(0);
    expect(measured.letters).toBeGreaterThan(9);
    const brightness = (color: string) => (color.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    const [darker, lighter] = mode === 'dark' ? [measured.paper, measured.ink] : [measured.ink, measured.paper];
    expect(brightness(lighter) - brightness(darker)).toBeGreaterThan(400);
    expect(Math.abs(brightness(measured.line) - brightness(measured.paper))).toBeGreaterThan(150);
    expect(requests).toEqual([]);
    expect(problems).toEqual([]);
    await tab.close();
  }, 30_000);

  it('prints all that is folded, and cuts no table and no passage', async () => {
    const excerpts = Array.from({ length: 7 }, (_, i) => ({ text: [{ label: 'text', value: `${i} ${'word '.repeat(1000)}` }], facts: [] }));
    const labels = Array.from({ length: 24 }, (_, i) => `label ${i}`);
    const table = { title: 'Wide', columns: labels, rows: [labels] };
    const matrix = { title: 'M', rowTitle: 'right', columnTitle: 'answer', labels, counts: labels.map(() => labels.map(() => 12_345)) };
    const sections: ReportData['sections'] = [
      { id: 'print', title: 'Print', parts: [{ type: 'table', table }, { type: 'matrix', matrix }, { type: 'excerpts', title: 'E', excerpts }] },
    ];
    // As wide as what margins leave of A4.
    const tab = await browser.newPage({ viewport: { width: 718, height: 1000 } });
    await tab.setContent(renderReport({ ...data, sections }));
    await tab.emulateMedia({ media: 'print' });
    const measured = await tab.evaluate(`({
      overflow: document.documentElement.scrollWidth - innerWidth,
      folded: [...document.querySelectorAll('details > *')].filter((each) => !each.checkVisibility({ contentVisibilityAuto: true }) || each.getBoundingClientRect().height === 0).length,
      cut: [...document.querySelectorAll('.scroll, .passage')].filter((each) => each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight).length,
    })`);
    expect(measured).toEqual({ overflow: 0, folded: 0, cut: 0 });
    await tab.close();
  }, 30_000);
});
