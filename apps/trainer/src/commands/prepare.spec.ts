import { writeFileSync } from 'node:fs';
import { UserFolder } from '../user-folder.fixture.js';

describe('electra-trainer prepare', () => {
  const folder = new UserFolder();
  beforeAll(async () => {
    const { status, out, err } = await folder.writeData();
    expect(status).toBe(0);
    expect(JSON.parse(out).manifest.sequenceLength).toBe(16);
    // The last line has the totals, and none before it says that there is nothing.
    const { train, valid } = JSON.parse(out).manifest.splits;
    const quantity = `${Number(((train.tokens + valid.tokens) / 1000).toPrecision(3))} ktokens`;
    expect(err).toMatch(new RegExp(`prepare: ${quantity}: ${train.examples} examples to train on, ${valid.examples} held out, in data .*\n$`));
    expect(err).not.toMatch(/ 0 tokens/);
    writeFileSync(folder.at('empty.txt'), '');
    writeFileSync(folder.at('nul.jsonl'), '{"text": "ab"}\n{"text": "ab\\u0000c"}\n');
    writeFileSync(folder.at('rows.csv'), 'id,body\n1,the chef ate the meal .\n2\n3,the whale saw the sea and the law .\n');
  });
  afterAll(() => folder.remove());

  it('prepares the rows of a table, leaving out bad ones where asked to', async () => {
    const flags = ['--text-column', 'body', '--on-error', 'skip', '--tokenizer', 'tokenizer', '--out', 'rows', '--resume', '--json'];
    const cleaning = ['--min-length', '24', '--deduplicate', 'near'];
    const { status, out, err } = await folder.run('prepare', '--input', 'rows.csv', ...flags, ...cleaning);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ skipped: 1, manifest: { documents: 1 }, cleaning: { read: 2, kept: 1 } });
    expect(err).toMatch(/minimum length 24: 0 changed, 1 dropped \(too short\)/);
    expect(err).toMatch(/Skipped input with errors: 1.*rows\.csv, line 3/s);
  });

  it('drops what an example has no room for where asked to, as the reference does', async () => {
    const manifest = async (...more: string[]) => {
      const { status, out, err } = await folder.run('prepare', '--input', 'text', '--tokenizer', 'tokenizer', '--sequence-length', '8', '--json', ...more);
      expect({ status, err }).toMatchObject({ status: 0 });
      return JSON.parse(out).manifest;
    };
    const [carried, dropped] = [await manifest('--out', 'carried'), await manifest('--out', 'dropped', '--overflow', 'drop')];
    expect([carried.overflow, dropped.overflow]).toEqual(['carry', 'drop']);
    expect(carried.splits.train.droppedTokens).toBe(0);
    expect(dropped.splits.train.droppedTokens).toBeGreaterThan(0);
    await folder.refused(['prepare', '--input', 'text', '--tokenizer', 'tokenizer', '--out', 'x', '--examples', 'packed', '--overflow', 'drop'], /overflow/);
  });

  it('takes paragraphs for sentences and cuts documents where asked to', async () => {
    writeFileSync(folder.at('broken.txt'), 'the chef ate\nthe meal .\n\nthe judge saw\nthe law .\n\n'.repeat(4));
    const manifest = async (...more: string[]) => {
      const { status, out, err } = await folder.run('prepare', '--input', 'broken.txt', '--tokenizer', 'tokenizer', '--examples', 'sentence', '--json', ...more);
      expect({ status, err }).toMatchObject({ status: 0 });
      return JSON.parse(out).manifest;
    };
    const count = ({ splits: { train, valid } }: { splits: Record<string, { examples: number }> }) => train.examples + valid.examples;
    const [lines, paragraphs] = [await manifest('--out', 'lines'), await manifest('--out', 'paragraphs', '--sentence-unit', 'paragraph')];
    expect([lines.sentenceUnit, count(lines), paragraphs.sentenceUnit, count(paragraphs)]).toEqual(['line', 16, 'paragraph', 8]);
    const cut = await manifest('--out', 'cut', '--max-document-length', '60');
    expect(lines.documents).toBe(1);
    expect(cut.documents).toBeGreaterThanOrEqual(4);
  });

  it('prepares a mixture by weight, and tells what came from where', async () => {
    const flags = ['--weights', '3', '1', '--when-exhausted', 'repeat', '--tokenizer', 'tokenizer', '--out', 'mixed', '--workers', '3', '--json'];
    const { status, out, err } = await folder.run('prepare', '--input', 'text', 'text/1.txt', ...flags);
    expect({ status, err }).toMatchObject({ status: 0 });
    const [all, one] = JSON.parse(out).manifest.sources;
    expect([all.name, all.documents, one.name, one.documents]).toEqual(['text', 60, 'text/1.txt', 20]);
    expect(err).toMatch(/Source text: 60 documents, \d+ tokens, 7\d\.\d % of the text\n/);
  });

  it('holds --max-errors over all sources of a mixture, and held-out text, counting repeated rows once', async () => {
    const rows = Array.from({ length: 5 }, (_, n) => `{"text": "the chef ${n % 2 ? 'ate' : 'saw'} the meal ."}\n`).join('');
    for (const name of ['p', 'q', 'v']) writeFileSync(folder.at(`${name}.jsonl`), `${rows.repeat(name === 'q' ? 20 : 1)}{\n{"text": 5}\n`);
    const mixture = ['--input', 'p.jsonl', 'q.jsonl', '--weights', '1', '1', '--when-exhausted', 'repeat', '--valid', 'v.jsonl'];
    const flags = (limit: string) => ['--on-error', 'skip', '--max-errors', limit, '--tokenizer', 'tokenizer', '--out', 'limited', '--json'];
    const { status, err } = await folder.run('prepare', ...mixture, ...flags('5'));
    expect(status).toBe(2);
    expect(err).toMatch(/more than 5 errors/);
    const within = await folder.run('prepare', ...mixture, ...flags('6'), '--force');
    expect({ status: within.status, ...JSON.parse(within.out) }).toMatchObject({ status: 0, skipped: 6 });
  });

  const from = (input: string, ...more: string[]) => ['prepare', '--input', input, '--tokenizer', 'tokenizer', '--out', 'x', ...more];
  it.each([
    [from('rows.csv', '--text-column', 'body'), /rows\.csv, line 3/],
    [from('rows.csv', '--text-column', 'body', '--max-row-length', '20'), /rows\.csv, line 2 is too long: .*at most 20 characters.*raise the limit by --max-row-length/],
    [from('nul.jsonl'), /nul\.jsonl, line 2 is not text: .*NUL character \(U\+0000\), character 3/],
    [from('-', '--valid', '-'), /both --input and --valid/],
    [from('text', '--valid', 'empty.txt'), /empty\.txt/],
    [from('text', '--weights', '1', '2'), /expected 1, one for each --input, received 2: 1 2/],
    [from('text', '--out', 'data'), /already exists/],
  ])('refuses %j', (args, message) => folder.refused(args, message));
});
