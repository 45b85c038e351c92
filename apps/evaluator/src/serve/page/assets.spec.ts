import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pageAssets } from './assets.js';

describe('pageAssets', () => {
  /** As built. */
  const read = () => pageAssets(pathToFileURL(join(__dirname, '../../../dist/serve/page/')));
  const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, found]) => found);

  it('hold all that the page and its scripts load, and no script that nothing loads', async () => {
    const assets = await read();
    const page = all(/<(?:link rel="stylesheet"|script type="module") (?:href|src)="([^"]+)"/g, assets['/'].content);
    const loaded = new Set(page.map((name) => `/${name}`));
    // Grows while it is walked.
    for (const address of loaded) {
      expect([address, assets[address]?.type]).toEqual([address, address.endsWith('.css') ? 'text/css' : 'text/javascript']);
      for (const name of all(/^import .*?['"]([^'"]+)['"];$/gm, assets[address].content)) loaded.add(posix.join('/', name));
    }
    expect([...loaded, '/'].sort()).toEqual(Object.keys(assets).sort());
  });
});
