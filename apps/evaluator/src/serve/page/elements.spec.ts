/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { parseHTML } from 'linkedom';
import { byId, element, tell } from './elements.js';

describe("the page's elements", () => {
  beforeEach(() => {
    globalThis.document = parseHTML('<p id="state"></p><b id="other"></b>').document as unknown as Document;
  });
  afterEach(() => Reflect.deleteProperty(globalThis, 'document'));

  it('are found by their ids', () => expect(byId('other').localName).toBe('b'));

  it('are made of properties and children, and texts are never markup', () => {
    const made = element('p', { id: 'x' }, 'a <i>b</i>', element('b', {}, 'c'));
    expect(made.outerHTML).toBe('<p id="x">a &lt;i&gt;b&lt;/i&gt;<b>c</b></p>');
  });

  it('tell what goes on, and what failed until something else is told', () => {
    tell('It is odd.', true);
    expect([byId('state').textContent, byId('state').className]).toEqual(['It is odd.', 'failed']);
    tell('5 tokens.');
    expect([byId('state').textContent, byId('state').classList.contains('failed')]).toEqual(['5 tokens.', false]);
  });

  it('are not told the same again, which screen readers would read again', () => {
    tell('5 tokens.');
    const [told] = byId('state').childNodes;
    tell('5 tokens.');
    expect(byId('state').childNodes[0]).toBe(told);
  });
});
