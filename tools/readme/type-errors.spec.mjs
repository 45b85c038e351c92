import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { typeErrors } from './type-errors.mjs';

const folder = join(__dirname, '..', '..', 'packages', 'losses');

describe('typeErrors', () => {
  it('names program and line of what does not compile, and leaves no file', () => {
    const wrong = "import { tensor1d } from '@tensorflow/tfjs-core';\nconst twice = (x) => 2 * x;\nconsole.log(twice(1), tensor1d([1]).shape);\n";
    const errors = typeErrors([
      { name: 'wrong', code: wrong, folder },
      { name: 'right', code: wrong.replace('(x)', '(x: number)'), folder },
    ]);
    expect(errors).toEqual([expect.stringMatching(/^wrong, line 2: Parameter 'x' implicitly has an 'any' type/)]);
    expect(readdirSync(folder).filter((file) => file.startsWith('.type-errors-') && file.includes(`-${process.pid}.`))).toEqual([]);
  }, 60_000);
});
