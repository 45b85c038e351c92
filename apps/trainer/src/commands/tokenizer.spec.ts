import { readFileSync, writeFileSync } from 'node:fs';
import { UserFolder } from '../user-folder.fixture.js';

describe('electra-trainer tokenizer', () => {
  const folder = new UserFolder();
  beforeAll(() => {
    folder.writeText();
    writeFileSync(folder.at('latin.txt'), Uint8Array.of(0x61, 0xe9, 0x62));
    writeFileSync(folder.at('empty.txt'), '');
    writeFileSync(folder.at('rows.csv'), 'id,body\n1,the chef ate the meal .\n2\n3,the whale saw the sea and the law .\n');
  });
  afterAll(() => folder.remove());

  it('trains WordPiece, tells what it read, and does not overwrite it unasked', async () => {
    const args = ['tokenizer', '--input', 'text', '--vocab-size', '40', '--out', 'wordpiece'];
    const made = await folder.run(...args, '--json');
    expect(made).toMatchObject({ status: 0 });
    expect(JSON.parse(made.out)).toMatchObject({ vocabularySize: 40, texts: 60, skipped: 0 });
    expect(made.err).not.toContain('fewer');
    await folder.refused(args, /already exists.*--force/s);
    expect((await folder.run(...args, '--force', '--quiet')).err).toBe('');
  });

  it('trains byte-level BPE, from which data can be prepared', async () => {
    const special = ['<pad>', '<unk>', '<cls>', '<sep>', '<mask>', '<user>'];
    const options = ['--vocab-size', '300', '--out', 'bpe', '--model', 'bpe', '--min-frequency', '40', '--cased', '--special-tokens', ...special, '--json'];
    const made = await folder.run('tokenizer', '--input', 'text', ...options);
    const { vocabularySize } = JSON.parse(made.out);
    expect(vocabularySize).toBeGreaterThan(261);
    expect(vocabularySize).toBeLessThan(300);
    expect(made.err).toMatch(/fewer than the 300 asked for: no pair .* occurs at least 40 times/);
    const tokens = Object.entries<number>(JSON.parse(readFileSync(folder.at('bpe', 'tokenizer.json'), 'utf8')).model.vocab);
    expect(tokens.filter(([, id]) => id < 6).sort((a, b) => a[1] - b[1]).map(([token]) => token)).toEqual(special);
    const prepared = await folder.run('prepare', '--input', 'text', '--tokenizer', 'bpe', '--out', 'bpe-data', '--examples', 'packed', '--valid', 'text/1.txt', '--json');
    expect(JSON.parse(prepared.out).manifest).toMatchObject({ exampleMode: 'packed', validation: 'given', splits: { train: { documents: 60 }, valid: { documents: 1 } } });
    expect(JSON.parse(prepared.out).manifest.specialTokens).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });

  it('says where the text has no more to give', async () => {
    const { err } = await folder.run('tokenizer', '--input', 'text', '--vocab-size', '900', '--min-frequency', '1', '--out', 'all');
    expect(err).toMatch(/\d+ tokens in all .*\n.*fewer than the 900 asked for: every word of the text is a token/);
  });

  const sized = (input: string, size: number, ...more: string[]) => ['tokenizer', '--input', input, '--vocab-size', `${size}`, '--out', 'x', ...more];
  it.each([
    [sized('text', 60, '--casd'), /Did you mean --cased/],
    [sized('absent.txt', 60), /absent\.txt/],
    [sized('empty.txt', 60), /empty\.txt/],
    [sized('latin.txt', 60), /latin\.txt.*UTF-8/],
    [sized('rows.csv', 60, '--text-column', 'bdy'), /rows\.csv.*Did you mean "body"/],
    [sized('text', 3), /above 5/],
    [sized('text', 300, '--model', 'bpe', '--alphabet-limit', '9'), /256 bytes/],
  ])('refuses %j', (args, message) => folder.refused(args, message));
});
