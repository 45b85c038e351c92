import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const eslint = join(root, 'node_modules', 'eslint', 'bin', 'eslint.js');

/** Ids of the rules that code breaks, linted where and as the package's own `lint` target does it. */
function brokenRules(code, file) {
  // That rule needs Nx's graph of the projects, and writes a warning between the lines where there is none.
  const rules = ['--rule', '{"@nx/enforce-module-boundaries": "off"}'];
  const { stdout, stderr } = spawnSync(process.execPath, [eslint, '--format', 'json', ...rules, '--stdin', '--stdin-filename', file], {
    cwd: join(root, 'packages', 'data'),
    input: code,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout)[0].messages.map(({ ruleId }) => ruleId);
}

describe('lint of the data package', () => {
  it.each([
    ['an operator that queues without bound', "import { mergeMap } from 'rxjs';\nexport default mergeMap;\n", ['no-restricted-imports']],
    ['all of RxJS, which has them', "import * as rxjs from 'rxjs';\nexport default rxjs;\n", ['no-restricted-imports']],
    ['one that does not queue', "import { map } from 'rxjs';\nexport default map;\n", []],
  ])('of %s', (_, code, rules) => expect(brokenRules(code, 'src/streams/example.ts')).toEqual(rules), 120_000);
});
