/** The header fields that say how a part of a mail is written; names in lower case. */
type Fields = Readonly<Record<string, string>>;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
/** Mails nest parts two or three deep; more is a trap. */
const DEEPEST = 5;

/**
 * What a person would read of a mail: the body without any header, transfer encodings undone, HTML reduced to its
 * words. Of alternatives the plain text is taken. Headers are left out because they name the filter's verdict and the
 * hosts that only one kind of mail went through.
 */
export function mailText(mail: string): string {
  return readPart(mail.replace(/\r\n?/g, '\n'), 0).replace(/\s+/g, ' ').trim();
}

function readPart(part: string, depth: number): string {
  const { fields, body } = splitHeader(part);
  const type = fields['content-type'] ?? 'text/plain';
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  if (/^multipart\//i.test(type) && boundary !== null && depth < DEEPEST) {
    return readParts(body, boundary[1] ?? boundary[2], depth);
  }
  if (!/^(?:text|message)\b/i.test(type)) {
    return '';
  }
  const text = decodeTransfer(body, fields['content-transfer-encoding'] ?? '');
  return /^text\/html/i.test(type) || /<html|<body|<!doctype html/i.test(text) ? stripMarkup(text) : text;
}

function readParts(body: string, boundary: string, depth: number): string {
  const parts = body.split(`--${boundary}`).slice(1).filter((part) => !part.startsWith('--'));
  const isPlain = (part: string) => !/^content-type:\s*text\/html/im.test(splitHeader(part.trimStart()).header);
  const plain = parts.filter(isPlain).map((part) => readPart(part.replace(/^\n/, ''), depth + 1)).join('\n');
  return plain.trim() === '' ? parts.map((part) => readPart(part.replace(/^\n/, ''), depth + 1)).join('\n') : plain;
}

/** A header ends at the first blank line; a part may have none and begin with that line. */
function splitHeader(part: string): { header: string; fields: Fields; body: string } {
  const end = part.startsWith('\n') ? 0 : part.indexOf('\n\n');
  const header = end < 0 ? part : part.slice(0, end);
  const unfolded = header.replace(/\n[ \t]+/g, ' ');
  const fields = Object.fromEntries(
    [...unfolded.matchAll(/^([\w-]+):[ \t]*(.*)$/gm)].map(([, name, value]) => [name.toLowerCase(), value]),
  );
  return { header, fields, body: end < 0 ? '' : part.slice(end).replace(/^\n+/, '') };
}

function decodeTransfer(body: string, encoding: string): string {
  if (/quoted-printable/i.test(encoding)) {
    const joined = body.replace(/=[ \t]*\n/g, '');
    return joined.replace(/(?:=[0-9A-F]{2})+/gi, (bytes) => decodeBytes(Buffer.from(bytes.replace(/=/g, ''), 'hex')));
  }
  if (/base64/i.test(encoding)) {
    return decodeBytes(Buffer.from(body.replace(/[^A-Za-z0-9+/]/g, ''), 'base64'));
  }
  return body;
}

/** Old mails are UTF-8 or one of the Latin alphabets, and do not always say which. */
function decodeBytes(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function stripMarkup(markup: string): string {
  return markup
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<\/?[a-z!][^>]*>/gi, ' ')
    .replace(/&(?:#(\d{1,6})|([a-z]+));/gi, (entity: string, code: string | undefined, name: string | undefined) =>
      code === undefined ? (ENTITIES[(name ?? '').toLowerCase()] ?? entity) : codePoint(Number(code), entity),
    );
}

function codePoint(code: number, otherwise: string): string {
  return code > 31 && code <= 0xffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : otherwise;
}
