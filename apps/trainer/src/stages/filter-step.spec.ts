import { writeFileSync } from 'node:fs';
import { UserFolder } from '../user-folder.fixture.js';

describe('filterStep', () => {
  const folder = new UserFolder();
  beforeAll(async () => {
    await folder.writeTokenizer();
    writeFileSync(folder.at('rows.jsonl'), ['the chef ate .', 'le chef', 'the whale saw .'].map((text) => `${JSON.stringify({ text })}\n`).join(''));
  });
  afterAll(() => folder.remove());

  /** Modules are loaded as Node does, which tests that are compiled cannot. */
  const prepare = (name: string, code: string, out: string) => {
    writeFileSync(folder.at(name), code);
    return ['prepare', '--input', 'rows.jsonl', '--tokenizer', 'tokenizer', '--out', out, '--filter', name, '--json'];
  };

  it('keeps what the function keeps, also where it answers later, and counts the rest', async () => {
    const code = `export default async (text, { id }) => !text.startsWith('le ') && id.includes('#');`;
    const { status, out, err } = await folder.run(...prepare('english.mjs', code, 'kept'));
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(JSON.parse(out)).toMatchObject({ manifest: { documents: 2 }, cleaning: { read: 3, kept: 2 } });
    expect(err).toMatch(/Cleaning, filter english\.mjs: 0 changed, 1 dropped \(not kept by the filter\)/);
  });

  it.each([
    ['typo.mjs', 'export default (', /Cannot load the filter .*typo\.mjs: /],
    ['named.mjs', 'export const keep = () => true;', /named\.mjs has no function: .*default export of type undefined/],
    ['throws.mjs', `export default () => { throw new Error('no model'); };`, /throws\.mjs failed on .*rows\.jsonl#0: .*received no model/],
    ['word.mjs', `export default () => 'en';`, /word\.mjs does not say whether .*rows\.jsonl#0 stays: .*true for texts that stay.*received string en/],
  ])('refuses %s', (name, code, message) => folder.refused(prepare(name, code, 'x'), message));
});
