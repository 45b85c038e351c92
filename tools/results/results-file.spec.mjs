import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResultsFile } from './results-file.mjs';

describe('ResultsFile', () => {
  it('keeps lines, though one was cut short, and writes the page of them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'results-'));
    const results = new ResultsFile(join(folder, 'a', 'lines.jsonl'), join(folder, 'b', 'page.md'), (lines) => lines.map(({ n }) => n).join('+'));
    expect(await results.lines()).toEqual([]);
    await results.add({ n: 1 });
    await appendFile(results.file, '{"n": 2');
    await results.add({ n: 3 });
    expect(await results.lines()).toEqual([{ n: 1 }, { n: 3 }]);
    expect(await readFile(results.page, 'utf8')).toBe('1+3');
    await rm(folder, { recursive: true });
  });
});
