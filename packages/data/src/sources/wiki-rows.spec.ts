import { wikiRows } from './wiki-rows.js';

function page(title: string, text: string, { ns = 0, redirect = false } = {}): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const link = redirect ? '<redirect title="X" />' : '';
  return `  <page>\n    <title>${title}</title>\n    <ns>${ns}</ns>${link}\n    <revision><text bytes="9" xml:space="preserve">${escaped}</text></revision>\n  </page>\n`;
}

const dump = (...pages: string[]) =>
  `<mediawiki xml:lang="en">\n  <siteinfo><sitename>Test</sitename></siteinfo>\n${pages.join('')}</mediawiki>\n`;

async function read(xml: string, size = 1000, maxRowLength = 1 << 20): Promise<string[]> {
  async function* pieces() {
    for (let i = 0; i < xml.length; i += size) yield xml.slice(i, i + size);
  }
  const all: string[] = [];
  for await (const row of wikiRows(pieces(), { name: 'a.xml', maxRowLength })) {
    all.push('error' in row ? row.error.message : row.text);
  }
  return all;
}

describe('wikiRows', () => {
  it('gives the plain text of articles, whatever the pieces', async () => {
    const ada = [
      "{{Infobox person|name=Ada}}\n'''Ada''' was an [[England|English]] mathematician.<ref>A book</ref> She wrote [[program]]s.",
      '== Life ==\n[[File:a.jpg|thumb|A picture]]\nHer notes & letters are < 5.\n{| class="wikitable"\n| a || b\n|}\n[[Category:People]]',
    ].join('\n\n');
    const xml = dump(page('Ada', ada), page('Talk', 'talk', { ns: 1 }), page('A', '#REDIRECT [[Ada]]', { redirect: true }), page('B', 'One.'));
    const wanted = ['Ada was an English mathematician. She wrote programs.\n\nHer notes & letters are < 5.', 'One.'];
    for (const size of [1, 13, 100_000]) {
      expect(await read(xml, size)).toEqual(wanted);
    }
  });

  it('takes the newest of several revisions', async () => {
    const old = '<revision><text>Old.</text></revision>\n    <revision>';
    expect(await read(dump(page('A', 'New.').replace('<revision>', old)))).toEqual(['New.']);
  });

  it('names the page that is too long, and reads on', async () => {
    const all = await read(dump(page('Long', 'a '.repeat(200_000)), page('B', 'One.')), 1000, 500);
    expect(all).toEqual([expect.stringMatching(/a\.xml, line 3, page "Long".*at most 500 characters/), 'One.']);
  });

  it('needs time in proportion to a page', async () => {
    const started = performance.now();
    await read(dump(page('A', '{{a|'.repeat(40_000))), 10_000);
    // Whole, it would take half a minute and more.
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it.each([
    ['cut', dump(page('A', 'One.')).slice(0, -20), /a\.xml, line \d+ is not a MediaWiki dump.*ends too early/],
    ['no XML', 'some text', /line 1 is not a MediaWiki dump.*Non-whitespace before first tag/],
    ['another root', '<html></html>', /line 1 is not a MediaWiki dump.*received <html>/],
    ['wrong nesting', dump(page('A', 'One.').replace('</revision>', '</b>')), /line 6 is not a MediaWiki dump.*[Uu]nexpected close/],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY b "c">]><mediawiki>&b;</mediawiki>', /Invalid character entity/],
    ['too deep', `<mediawiki>${'<a>'.repeat(1000)}`, /more than 32 elements/],
    ['empty', '', /ends too early/],
  ])('says what is wrong with %s', async (_, xml, message) => {
    await expect(read(xml)).rejects.toThrow(message);
  });
});
