import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';

/** A file of results, one JSON object a line, and the page that is made of them. */
export class ResultsFile {
  /**
   * @param {string} file of lines; made with the first
   * @param {string} page written anew after each line
   * @param {(lines: object[]) => string} render
   */
  constructor(file, page, render) {
    this.file = file;
    this.page = page;
    this.render = render;
  }

  async lines() {
    if (!existsSync(this.file)) return [];
    // A line that a power failure cut short is no result.
    return (await readFile(this.file, 'utf8')).split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }

  async add(line) {
    await mkdir(dirname(this.file), { recursive: true });
    const before = existsSync(this.file) ? await readFile(this.file, 'utf8') : '';
    await appendFile(this.file, `${before === '' || before.endsWith('\n') ? '' : '\n'}${JSON.stringify(line)}\n`);
    await mkdir(dirname(this.page), { recursive: true });
    await writeFileAtomically(this.page, this.render(await this.lines()));
  }
}
