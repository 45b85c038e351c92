import { checkOrigin } from './check-origin.js';
import { RequestError } from './request-error.js';

describe('checkOrigin', () => {
  const check = (headers: Record<string, string>, { method = 'POST', local = true } = {}) => () => checkOrigin({ headers, method }, local);

  it('lets programs and its own page through', () => {
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:80']) {
      expect(check({ host })).not.toThrow();
      expect(check({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).not.toThrow();
    }
  });

  it('refuses posts that another site\u2019s page makes', () => {
    const host = 'localhost:8080';
    expect(check({ host, origin: 'http://elsewhere.example' })).toThrow(RequestError);
    expect(check({ host, origin: 'http://localhost:9090' })).toThrow(/may not post here/);
    expect(check({ host, 'sec-fetch-site': 'cross-site' })).toThrow(/may not post here/);
    // Reading a page changes nothing, and its answer is not shown to other sites.
    expect(check({ host, origin: 'http://elsewhere.example' }, { method: 'GET' })).not.toThrow();
  });

  it('goes by this machine\u2019s names only where it is bound to it', () => {
    for (const host of ['elsewhere.example', 'localhost.elsewhere.example', '127.0.0.1.elsewhere.example', '']) {
      expect(check({ host }, { method: 'GET' })).toThrow(/received Host/);
    }
    expect(check({ host: 'models.example' }, { local: false })).not.toThrow();
  });
});
