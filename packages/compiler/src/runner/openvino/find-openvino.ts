import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** Where this process looks for programs, virtual environments and the user's files. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** Folders of shared libraries of the system. */
  readonly system: readonly string[];
}

const here = (): Surroundings => ({
  environment: process.env,
  home: homedir(),
  system: ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/local/lib', '/opt/intel/openvino/runtime/lib/intel64'],
});

/** The one command that brings OpenVINO. */
export const openVinoRemedy = 'pip install openvino (in any Python, a virtual environment too; Node never runs it)';

/**
 * The folder of OpenVINO's shared libraries: in an active virtual environment, in the Pythons of PATH and of the user (pip's wheel
 * has them), or where the system's packages go. Files are looked at; nothing is run.
 *
 * @returns undefined where there is none
 */
export function findOpenVino({ environment, home, system }: Surroundings = here()): string | undefined {
  const programs = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const prefixes = [
    ...[environment['VIRTUAL_ENV'], environment['CONDA_PREFIX']].filter((folder) => folder !== undefined),
    ...programs.filter((folder) => entries(folder).some((name) => /^python3?(?:\.exe)?$/.test(name))).map((folder) => dirname(folder)),
    join(home, '.local'),
    ...entries(join(home, '.pyenv', 'versions')).map((name) => join(home, '.pyenv', 'versions', name)),
  ];
  const wheels = prefixes.flatMap((prefix) => sitePackages(prefix).map((folder) => join(folder, 'openvino', 'libs')));
  return [...wheels, ...system].find((folder) => entries(folder).some((name) => /^(?:lib)?openvino_c\.(?:so|dylib|dll)/.test(name)));
}

/** Folders of a Python's packages. */
function sitePackages(prefix: string): string[] {
  const versions = entries(join(prefix, 'lib')).filter((name) => name.startsWith('python3'));
  return [...versions.map((name) => join(prefix, 'lib', name, 'site-packages')), join(prefix, 'Lib', 'site-packages')];
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not there, or not ours to read
  }
}
