import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { escapeHtml, html } from './html.js';

describe('escapeHtml', () => {
  it('leaves nothing that opens a tag, an entity or ends an attribute', () => {
    expect(escapeHtml(`<b a="1" c='2'>&`)).toBe('&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;');
  });

  it('replaces control characters but keeps tabs and line ends', () => {
    expect(escapeHtml('a\u0000b\tc\nd\u001b')).toBe('a\ufffdb\tc\nd\ufffd');
  });

  it('gives the same text back when a browser reads it', () => {
    const visible = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(visible, (text) => {
        const { document } = parseHTML(html`<html><body><p title="${text}">${text}</p></body></html>`.markup);
        const paragraph = document.querySelector('p');
        expect(paragraph?.textContent).toBe(text);
        expect(paragraph?.getAttribute('title')).toBe(text);
      }),
    );
  });
});

describe('html', () => {
  it('escapes values, keeps markup made by itself, and joins lists', () => {
    const items = ['<', 'x'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${3}`.markup).toBe('<ul><li>&lt;</li><li>x</li></ul>3');
  });

  it('leaves nothing for false and undefined', () => {
    expect(html`[${false}${undefined}]`.markup).toBe('[]');
  });
});
