import { checkOrigin, isLoopback } from './check-origin.js';
import { RequestError } from './request-error.js';

describe('checkOrigin', () => {
  const check = (headers: Record<string, string>, { method = 'POST', local = true } = {}) => () => checkOrigin({ headers, method }, local);

  it('lets programs and its own page through', () => {
    for (const host of ['localhost:8080', '127.0.0.1', '127.0.0.2:80', '[::1]:80', '127.1:8080']) {
      expect(check({ host })).not.toThrow();
      expect(check({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).not.toThrow();
    }
  });

  it('refuses posts that another site\u2019s page makes', () => {
    const host = 'localhost:8080';
    expect(check({ host, origin: 'http://elsewhere.example' })).toThrow(RequestError);
    expect(check({ host, origin: 'http://localhost:9090' })).toThrow(/may not post here/);
    expect(check({ host, 'sec-fetch-site': 'cross-site' })).toThrow(/may not post here: .* received Sec-Fetch-Site: cross-site\./);
    // Reading a page changes nothing, and its answer is not shown to other sites.
    expect(check({ host, origin: 'http://elsewhere.example' }, { method: 'GET' })).not.toThrow();
  });

  it('goes by this machine\u2019s names only where it is bound to it', () => {
    for (const host of ['elsewhere.example', 'localhost.elsewhere.example', '127.0.0.1.elsewhere.example', '127.1.elsewhere.example', '[::1', '']) {
      expect(check({ host }, { method: 'GET' })).toThrow(/received Host/);
    }
    expect(check({ host: 'models.example' }, { local: false })).not.toThrow();
  });
});

describe('isLoopback', () => {
  it('knows what only this machine reaches', () => {
    for (const host of ['localhost', 'LocalHost', '127.0.0.1', '127.0.0.2', '127.255.3.4', '::1', '[::1]', '127.1', '2130706433', '0x7f.1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1']) {
      expect([host, isLoopback(host)]).toEqual([host, true]);
    }
    for (const host of ['', '0.0.0.0', '0', '::', '::ffff:10.127.0.1', '10.127.0.1', '127.0.0.1:80', '127.0.0.1.example', 'localhost.example', 'user@localhost', 'x/127.1']) {
      expect([host, isLoopback(host)]).toEqual([host, false]);
    }
  });
});
