import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenStale } from './build-when-stale.mjs';

describe('buildWhenStale', () => {
  let root;
  let built;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stale-'));
    built = [];
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (const folder of ['packages/a/src/deep', 'packages/no-sources', 'apps/b/src', 'apps/b/dist']) mkdirSync(join(root, folder), { recursive: true });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(root, { recursive: true });
  });

  const entry = () => join(root, 'apps', 'b', 'dist', 'main.js');
  const build = (project) => {
    built.push(project);
    writeFileSync(entry(), '');
  };
  const run = (env = {}) => buildWhenStale('b', { root, entry: entry(), build, env });
  /** A source that is written `seconds` from now. */
  const write = (file, seconds) => {
    const path = join(root, file);
    writeFileSync(path, '');
    const time = Date.now() / 1000 + seconds;
    utimesSync(path, time, time);
  };

  it('builds what is missing, then what has newer sources, and says so', () => {
    write('packages/a/src/deep/x.ts', -60);
    expect([run(), run()]).toEqual([true, false]);
    expect(process.stderr.write.mock.calls).toEqual([['no build yet: nx build b\n']]);
    write('packages/a/src/deep/x.ts', 60);
    expect(run()).toBe(true);
    expect(process.stderr.write).toHaveBeenLastCalledWith('sources are newer than the last build: nx build b\n');
    expect(built).toEqual(['b', 'b']);
  });

  it('asks nobody to build where that is not installed, and says so where it has to', () => {
    // The scratch folder has no nx.
    expect(() => buildWhenStale('b', { root, entry: entry(), env: {} })).toThrow('nx, which builds it, is not installed');
    build('elsewhere');
    write('apps/b/src/main.ts', 60);
    expect(buildWhenStale('b', { root, entry: entry(), env: {} })).toBe(false);
  });

  it('believes what TypeScript noted of a build that it has not seen', () => {
    build('by hand');
    write('apps/b/dist/tsconfig.lib.tsbuildinfo', -10);
    write('apps/b/src/main.ts', -60);
    expect(run()).toBe(false);
    write('apps/b/src/main.ts', -5);
    expect(run()).toBe(true);
  });

  it('builds once where nobody knows how old a build is', () => {
    write('apps/b/src/main.ts', -60);
    build('by hand');
    expect([run(), run()]).toEqual([true, false]);
  });

  it('does not mind newer tests', () => {
    run();
    write('packages/a/src/x.spec.ts', 60);
    write('packages/a/src/x.fixture.ts', 60);
    expect(run()).toBe(false);
  });

  it('leaves it to nx and jest to build before their tasks, unless nothing is built', () => {
    for (const env of [{ NX_TASK_TARGET_PROJECT: 'b' }, { JEST_WORKER_ID: '1' }]) {
      rmSync(entry(), { force: true });
      expect(run(env)).toBe(true);
      write('apps/b/src/main.ts', 60);
      expect(run(env)).toBe(false);
    }
  });

  it('leaves no trace of a build that failed', () => {
    write('apps/b/src/main.ts', -60);
    const failing = () => {
      throw new Error('no');
    };
    expect(() => buildWhenStale('b', { root, entry: entry(), build: failing, env: {} })).toThrow('no');
    expect(run()).toBe(true);
  });
});
