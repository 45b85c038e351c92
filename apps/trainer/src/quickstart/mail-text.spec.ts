import { mailText } from './mail-text.js';

const mail = (fields: string, body: string) => `From a@b Thu Aug 22\nSubject: Win\n${fields}\n\n${body}`;

describe('mailText', () => {
  it('leaves out every header and joins lines', () => {
    expect(mailText('X-Spam: yes\r\nSubject: free\r\n folded\r\n\r\nHello,\r\n  world')).toBe('Hello, world');
  });

  it('undoes quoted-printable in UTF-8 and in Latin-1', () => {
    const fields = 'Content-Transfer-Encoding: quoted-printable';
    expect(mailText(mail(fields, 'caf=C3=A9 a=\nb =3D'))).toBe('café ab =');
    expect(mailText(mail(fields, 'caf=E9'))).toBe('café');
  });

  it('undoes base64', () => {
    const body = Buffer.from('buy now').toString('base64');
    expect(mailText(mail('Content-Transfer-Encoding: base64', body))).toBe('buy now');
  });

  it('reduces HTML to its words', () => {
    const body = '<html><head><title>t</title></head><style>p{}</style><p class="a">Tom &amp; <b>Jerry</b>&#33;<!-- no --></p>';
    expect(mailText(mail('Content-Type: text/html', body))).toBe('Tom & Jerry !'.replace(' !', ' !'));
  });

  it('takes the plain one of alternatives, and HTML where there is no other', () => {
    const part = (type: string, text: string) => `--X\nContent-Type: ${type}\n\n${text}\n`;
    const both = part('text/html', '<p>markup</p>') + part('text/plain', 'plain');
    const fields = 'Content-Type: multipart/alternative;\n boundary="X"';
    expect(mailText(mail(fields, `preamble\n${both}--X--\n`))).toBe('plain');
    expect(mailText(mail(fields, `${part('text/html', '<p>markup</p>')}--X--\n`))).toBe('markup');
    expect(mailText(mail(fields, `${part('image/gif', 'R0lGOD')}--X--\n`))).toBe('');
  });

  it('is empty for a mail without a body', () => {
    expect(mailText('Subject: nothing')).toBe('');
  });
});
