import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const LINK = /\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)/g;

/** Markdown files that people read, without those that are generated or installed. */
function markdownFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', 'api', '.nx', '.git'].includes(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

describe('links between documents and code', () => {
  it.each(markdownFiles(root).map((file) => relative(root, file)))('%s: every file that is linked exists', (name) => {
    const file = join(root, name);
    const links = [...readFileSync(file, 'utf8').matchAll(LINK)].map(([, target]) => target);
    const local = links.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(resolve(dirname(file), target)))).toEqual([]);
  });
});
