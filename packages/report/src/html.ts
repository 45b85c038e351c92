/** A piece of HTML that is already safe to put on a page. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What may stand between `${` and `}` in an {@link html} template; `false` and `undefined` leave nothing. */
export type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters that HTML forbids; a mail's body may hold any of them. */
const FORBIDDEN = /(?![\t\n\f\r])\p{Cc}/gu;

/** `text` as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function render(value: HtmlValue): string {
  if (value instanceof Html) {
    return value.markup;
  }
  if (value === false || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? value.map(render).join('') : escapeHtml(String(value));
}

/** Template tag: escapes every value but {@link Html}, which is how text from files stays text on the page. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((markup, string, i) => markup + render(values[i - 1]) + string));
}
