import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { readDocuments } from '../stages/read-documents.js';
import { InputReport } from './input-flags.js';

describe('InputReport', () => {
  const flags = { input: ['a.txt', '-'], quiet: false, onError: 'skip', textColumn: 'body' } as const;

  it('resolves paths but not standard input, and passes the options on', () => {
    const report = new InputReport(flags);
    expect(report.paths[0]).toMatch(/^\/.*a\.txt$/);
    expect(report.paths[1]).toBe('-');
    expect(report.options).toMatchObject({ onError: 'skip', textColumn: 'body' });
  });

  it('refuses a number of errors where the first one ends the command', () => {
    expect(() => new InputReport({ ...flags, maxErrors: 5 })).not.toThrow();
    expect(() => new InputReport({ ...flags, onError: 'fail', maxErrors: 5 })).toThrow(/--max-errors does nothing here: expected --on-error skip/);
    expect(() => new InputReport({ ...flags, onError: undefined, maxErrors: 5 })).toThrow(UserError);
  });

  it('has one count for whatever reads with its options, held-out text too', () => {
    const { skipped } = new InputReport(flags).options;
    expect(skipped?.count).toBe(0);
    expect(skipped).not.toBe(new InputReport(flags).options.skipped);
  });

  it('tells what cleaning did, to held-out text apart', () => {
    const report = new InputReport(flags);
    const cleaned = (dropped: Record<string, number>) => ({ read: 9, kept: 5, steps: [{ name: 'minimum length 7', changed: 0, dropped }] });
    report.options.onCleaning?.(cleaned({ 'too short': 4 }));
    report.validationCleaning = cleaned({ 'too short': 3 });
    const written: string[] = [];
    report.tell((text) => written.push(text));
    expect(written).toEqual([
      'Cleaning, minimum length 7: 0 changed, 4 dropped (too short)\n',
      'Cleaning of --valid, minimum length 7: 0 changed, 3 dropped (too short)\n',
    ]);
  });

  it('tells once of the files of other kinds in folders', () => {
    const report = new InputReport(flags);
    const written: string[] = [];
    for (const path of ['f/a.docx', 'f/b.LOG', 'f/a.docx']) report.options.onLeftOut?.(path);
    report.tell((text) => written.push(text));
    expect(written.splice(0)).toEqual(['Left out: 2 files of other kinds (.docx, .log)\n']);
    for (const name of ['README', 'x.c', 'x.h', 'x.py', 'x.rs']) report.options.onLeftOut?.(`f/${name}`);
    report.tell((text) => written.push(text));
    expect(written).toEqual(['Left out: 7 files of other kinds (.c, .docx, .h, .log, .py, …)\n']);
  });

  it('tells of one file that is left out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'input-flags-'));
    for (const name of ['a.txt', 'b.pdf']) await writeFile(join(folder, name), 'text');
    const report = new InputReport({ ...flags, input: [folder] });
    const written: string[] = [];
    for await (const document of readDocuments(report.paths, report.options)) void document;
    report.tell((text) => written.push(text));
    expect(written).toEqual(['Left out: 1 file of another kind (.pdf)\n']);
    await rm(folder, { recursive: true });
  });

  it('shows the first errors and counts the rest', () => {
    const report = new InputReport(flags);
    const written: string[] = [];
    report.tell((text) => written.push(text));
    expect(written).toEqual([]);
    for (let n = 1; n <= 7; n++) report.options.onSkip?.(new UserError({ what: `Row ${n} is bad` }));
    report.tell((text) => written.push(text));
    expect(report.skipped).toBe(7);
    expect(written.join('')).toMatch(/^Skipped input with errors: 7\n {2}Row 1 is bad\.\n[^]*Row 5 is bad\.\n {2}and 2 more\n$/);
  });
});
