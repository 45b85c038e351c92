import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailKey, spamTask, writeSpamTask, type Mail } from './spam-task.js';

const words = ['meeting', 'tomorrow', 'about', 'budget', 'lottery', 'winner'];
const mails: Mail[] = Array.from({ length: 30 }, (_, i) => ({
  group: i % 3 === 0 ? 'spam-1' : 'easy-ham-1',
  text: `Subject: ${i}\n\n${words[i % 6]} ${'abcdefghij'[Math.floor(i / 6)]} and something longer to read`,
}));

describe('mailKey', () => {
  it('sees no difference in numbers, case and layout', () => {
    expect(mailKey('Win  $100 NOW')).toBe(mailKey('win 250, now!'));
  });
});

describe('spamTask', () => {
  it('drops copies and mails without text', () => {
    const copies = [...mails, { group: 'spam-1', text: `Subject: x\n\n${mails[0].text.split('\n\n')[1].toUpperCase()} 1` }];
    const { train, dev } = spamTask([...copies, { group: 'spam-2', text: 'Subject: y\n\n ' }], { train: 20, dev: 100 }, 1);
    expect(train).toHaveLength(20);
    expect(dev).toHaveLength(10);
    expect(new Set([...train, ...dev].map(({ text }) => text)).size).toBe(30);
  });

  it('takes the label from the group and the same order for the same seed', () => {
    const sizes = { train: 10, dev: 10 };
    const task = spamTask(mails, sizes, 3);
    expect(task).toEqual(spamTask(mails, sizes, 3));
    expect(task).not.toEqual(spamTask(mails, sizes, 4));
    const isSpam = (text: string) => text.startsWith('meeting') || text.startsWith('budget');
    expect(task.train.every(({ text, label }) => (label === 'spam') === isSpam(text))).toBe(true);
  });
});

describe('writeSpamTask', () => {
  it('writes one example a line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spam-'));
    const counts = await writeSpamTask(join(folder, 'task'), { train: 4, dev: 20 }, 1, mails);
    const lines = (await readFile(join(folder, 'task', 'train.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(spamTask(mails, { train: 4, dev: 20 }, 1).train);
    expect(counts).toMatchObject({ train: 4, dev: 20 });
    await rm(folder, { recursive: true });
  });
});
