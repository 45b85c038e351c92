import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';
import fc from 'fast-check';

import { parquetRows } from './parquet-rows.js';

describe('parquetRows', () => {
  it('ends with a UserError or rows, whichever bytes are damaged', async () => {
    const whole = await readFile(join(__dirname, '..', '..', 'fixtures', 'rows.parquet'));
    const folder = await mkdtemp(join(tmpdir(), 'parquet-rows-'));
    const path = join(folder, 'a.parquet');
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    let refused = 0;
    let placed = 0;
    for (const changes of fc.sample(fc.array(change, { minLength: 1, maxLength: 4 }), { numRuns: 300, seed: 7 })) {
      const bytes = Uint8Array.from(whole);
      for (const { at, to } of changes) bytes[at] = to;
      await writeFile(path, bytes);
      try {
        for await (const row of parquetRows(path, { textColumn: 'text', maxExpansion: 200 })) expect(row).toBeDefined();
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        refused++;
        placed += /(rows \d+ to \d+|the footer) of .*a\.parquet/.test((error as Error).message) ? 1 : 0;
      }
    }
    expect(refused).toBeGreaterThan(50);
    expect(placed).toBeGreaterThan(0.9 * refused);
    await rm(folder, { recursive: true });
  });
});
