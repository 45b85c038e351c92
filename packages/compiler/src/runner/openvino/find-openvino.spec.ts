import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findOpenVino } from './find-openvino.js';

describe('findOpenVino', () => {
  let root: string;
  const install = (folder: string) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'libopenvino_c.so.2641'), '');
    return folder;
  };
  const wheel = (prefix: string) => install(join(root, prefix, 'lib', 'python3.12', 'site-packages', 'openvino', 'libs'));
  const look = (environment: NodeJS.ProcessEnv = {}, system: string[] = []) => findOpenVino({ environment, home: join(root, 'home'), system });
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'find-openvino-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('prefers an active virtual environment, then the Pythons of PATH, then the user\u2019s, then the system\u2019s', () => {
    const system = install(join(root, 'system'));
    expect(look({}, [system])).toBe(system);
    const users = wheel('home/.pyenv/versions/3.12.1');
    expect(look({}, [system])).toBe(users);
    const bin = join(root, 'python', 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'python3'), '');
    const inPath = wheel('python');
    expect(look({ PATH: ['/nowhere', bin].join(delimiter) }, [system])).toBe(inPath);
    const active = wheel('venv');
    expect(look({ PATH: bin, VIRTUAL_ENV: join(root, 'venv') }, [system])).toBe(active);
  });

  it('finds nothing where there is nothing', () => {
    mkdirSync(join(root, 'home', '.local', 'lib', 'python3.11', 'site-packages'), { recursive: true });
    expect(look({ PATH: join(root, 'python', 'bin') }, [join(root, 'system')])).toBeUndefined();
  });
});
