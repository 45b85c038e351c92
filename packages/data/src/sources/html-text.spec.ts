import { UserError } from '@electra-ts/config';
import fc from 'fast-check';

import { htmlText } from './html-text.js';

const read = (html: string) => htmlText(html, 'page 1');

describe('htmlText', () => {
  it.each([
    ['paragraphs', '<h1>Head &amp; <i>tail</i></h1><p>One  <b>bold</b>\n word</p><p>two</p>', 'Head & tail\n\nOne bold word\n\ntwo'],
    ['lines', 'a<br>b<div>c</div>d', 'a\nb\nc\nd'],
    ['lists', '<p>x</p><ul><li>a</li><li>b <ol><li>c</ol></ul>y', 'x\n\na\nb\n\nc\n\ny'],
    ['rows', '<table><tr><th>h<th>i<tr><td>1</td><td>2</td></table>', 'h i\n1 2'],
    ['what is as it stands', '<pre>  a\r\n   b </pre>c', '  a\n   b \n\nc'],
    ['words inside of words', 'un<b>bold</b>ed <a href="b">link</a>, end', 'unbolded link, end'],
    ['characters', 'Z&uuml;rich &#x8a9e; &lt;b&gt; &bogus; caf&eacute', 'Zürich 語 <b> &bogus; café'],
    ['what is not read', '<title>t</title><style>p{}</style><script>"<p>x"</script><nav>n<p>m</nav><!-- c --><noscript>s</noscript>a<button>b</button>', 'a'],
    ['an unread element that is not closed', 'a<svg><text>b', 'a'],
    ['no tags', 'just  text', 'just text'],
    ['nothing', '<html><head></head><body> </body></html>', ''],
  ])('has %s', (_, html, text) => {
    expect(read(html)).toBe(text);
  });

  it('reads pages that are longer than what the parser gets at a time', () => {
    const words = Array.from({ length: 30_000 }, (_, i) => `word${i}`);
    expect(read(words.map((word) => `<p>${word}&amp;</p>`).join(''))).toBe(words.map((word) => `${word}&`).join('\n\n'));
  });

  it('refuses elements inside of one another without an end, in no time', () => {
    const started = performance.now();
    expect(() => read('<div>'.repeat(1_000_000))).toThrow(UserError);
    expect(() => read('<div>'.repeat(1_000_000))).toThrow(/page 1 has elements inside of one another.*at most 512/s);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(read(`${'<div>'.repeat(500)}x`)).toBe('x');
  });

  it('gives text for whatever it reads', () => {
    const part = fc.constantFrom('<', '>', '</', '<p', '<pre>', '</pre>', '<script>', '<!--', '-->', '<svg>', '"', '=', '&#0;', '&', ' ', '\n', 'a', '<![CDATA[', '</p>', '<td>', '\0');
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 40 }), (parts) => {
        expect(typeof read(parts.join(''))).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});
