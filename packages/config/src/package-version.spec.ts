import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageVersion } from './package-version.js';

describe('packageVersion', () => {
  it('reads the nearest package.json', () => {
    const root = mkdtempSync(join(tmpdir(), 'version-'));
    const inner = join(root, 'inner', 'dist', 'commands');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(root, 'package.json'), '{ "version": "1.2.3" }');
    writeFileSync(join(root, 'inner', 'package.json'), '{ "version": "4.5.6" }');
    const versionOf = (...path: string[]) => packageVersion(pathToFileURL(join(root, ...path)).href);
    expect([versionOf('main.js'), versionOf('inner', 'main.js'), versionOf('inner', 'dist', 'commands', 'x.js')]).toEqual(['1.2.3', '4.5.6', '4.5.6']);
    rmSync(root, { recursive: true });
  });

  it('says where it looked in vain', () => {
    expect(() => packageVersion('file:///nowhere/at/all.js')).toThrow('a package.json above file:///nowhere/at/all.js, found none');
  });
});
