import { join, resolve } from 'node:path';
import { userPath } from './user-path.js';

describe('userPath', () => {
  it('is relative to where the process runs', () => {
    expect(userPath('a/b', {})).toBe(resolve('a/b'));
    expect(userPath('a', { INIT_CWD: '/elsewhere' })).toBe(resolve('a'));
  });

  it('is relative to the folder of the user under nx', () => {
    const environment = { NX_TASK_TARGET_TARGET: 'pretrain', INIT_CWD: resolve('/somewhere') };
    expect(userPath('a', environment)).toBe(join(resolve('/somewhere'), 'a'));
  });

  it('keeps an absolute path', () => {
    expect(userPath(resolve('/x'), { NX_TASK_TARGET_TARGET: 't', INIT_CWD: '/y' })).toBe(resolve('/x'));
  });
});
