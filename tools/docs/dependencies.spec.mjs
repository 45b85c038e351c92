import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const projects = ['packages', 'apps'].flatMap((group) => readdirSync(join(root, group)).map((name) => join(group, name)));
const manifests = ['.', ...projects].map((folder) => JSON.parse(read(join(folder, 'package.json'))));
const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'];
const names = new Set(manifests.flatMap((manifest) => kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))));

describe('docs/dependencies.md', () => {
  const tables = read('docs/dependencies.md').match(/^\| `.*$/gm).map((line) => line.split('|')[1]);
  const listed = new Set(tables.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)));
  const external = [...names].filter((name) => !name.startsWith('@electra-ts/'));

  it('has a line for each dependency', () => expect(external.filter((name) => !listed.has(name))).toEqual([]));

  it('has none for what is no dependency', () => expect([...listed].filter((name) => !names.has(name))).toEqual([]));
});
