import { UserError } from '@electra-ts/config';
import { Parser } from 'htmlparser2';

/** Elements whose content nobody reads as text of the page. */
const unread = new Set(
  'title script style noscript template svg math iframe object audio video canvas nav form button select textarea datalist'.split(' '),
);

/** Elements that begin and end a paragraph, or only a line (HTML Standard, section 15.3: those that are displayed as blocks). */
const paragraphs = new Set(
  'p h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl table figure hr article section aside header footer main address details fieldset'.split(' '),
);
const lines = new Set('div li dt dd tr caption figcaption summary br center legend hgroup search menu dir listing optgroup option body'.split(' '));

/** Deeper elements are not written by hand; the parser's time grows with the depth. */
const deepest = 512;

/** Given to the parser at a time. */
const pieceLength = 1 << 16;

const breaks = ['', ' ', '\n', '\n\n'] as const;
const space = 1;
const line = 2;
const paragraph = 3;

/**
 * The text of a page of HTML: paragraphs with a blank line between them, items and rows each on a line, white space as a
 * browser shows it. Scripts, navigation, forms and the like are left out; what else surrounds an article is not told from it.
 *
 * @param where as errors call it
 * @throws {UserError} for elements inside of one another without an end
 */
export function htmlText(html: string, where: string): string {
  const text: string[] = [];
  /** What comes before the next word. */
  let pending = 0;
  let depth = 0;
  let unreadDepth = 0;
  let preDepth = 0;
  const pause = (least: number) => {
    pending = Math.max(pending, least);
  };
  const write = (words: string) => {
    if (text.length > 0) {
      text.push(breaks[pending]);
    }
    pending = 0;
    text.push(words);
  };
  const border = (name: string) => {
    if (paragraphs.has(name)) {
      pause(paragraph);
    } else if (lines.has(name)) {
      pause(line);
    } else if (name === 'td' || name === 'th') {
      pause(space);
    }
  };
  const parser = new Parser({
    onopentag(name) {
      if (++depth > deepest) {
        throw new UserError({ what: `${where} has elements inside of one another`, expected: `at most ${deepest}`, received: 'more' });
      }
      unreadDepth += unread.has(name) ? 1 : 0;
      preDepth += name === 'pre' ? 1 : 0;
      border(name);
    },
    onclosetag(name) {
      depth--;
      unreadDepth -= unread.has(name) ? 1 : 0;
      preDepth -= name === 'pre' ? 1 : 0;
      border(name);
    },
    ontext(data) {
      if (unreadDepth > 0) {
        return;
      }
      if (preDepth > 0) {
        if (data !== '') write(data.replace(/\r\n?/g, '\n'));
        return;
      }
      const words = data.replace(/[ \t\n\f\r]+/g, ' ');
      const core = words.replace(/^ | $/g, '');
      if (words.startsWith(' ')) {
        pause(space);
      }
      if (core !== '') {
        write(core);
        if (words.endsWith(' ')) {
          pause(space);
        }
      }
    },
  });
  for (let start = 0; start < html.length; start += pieceLength) {
    parser.write(html.slice(start, start + pieceLength));
  }
  parser.end();
  return text.join('');
}
