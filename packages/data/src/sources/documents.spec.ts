import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { firstValueFrom, lastValueFrom, map, timer, toArray } from 'rxjs';

import { Credits } from '../streams/credits.js';
import { mapInTurn } from '../streams/map-in-turn.js';
import { documents } from './documents.js';

describe('documents', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    await writeFile(join(folder, 'a.txt'), Array.from({ length: 20 }, (_, i) => `text ${i}`).join('\n\n'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('emits every document and completes', async () => {
    const all = await lastValueFrom(documents([folder], { separator: 'blank-line' }).pipe(toArray()));
    expect(all.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, i) => `text ${i}`));
  });

  it('keeps within the credits of a slow consumer', async () => {
    const credits = new Credits(3);
    let emitted = 0;
    let done = 0;
    let furthest = 0;
    const counted$ = documents([folder], { separator: 'blank-line', credits }).pipe(
      map((document) => {
        furthest = Math.max(furthest, ++emitted - done);
        return document;
      }),
      mapInTurn(() => timer(1).pipe(map(() => ++done)), credits),
    );
    await expect(lastValueFrom(counted$)).resolves.toBe(20);
    expect(furthest).toBe(3);
  });

  it('reports errors to the subscriber', async () => {
    await expect(firstValueFrom(documents([join(folder, 'missing')]))).rejects.toThrow(/does not exist/);
  });
});
