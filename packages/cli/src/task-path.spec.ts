import { join, resolve } from 'node:path';
import { taskPath } from './task-path.js';

describe('taskPath', () => {
  it('leaves names, and places files where the user stands', () => {
    const environment = { NX_TASK_TARGET_TARGET: 'score', INIT_CWD: resolve('/somewhere') };
    expect(taskPath('sst2', environment)).toBe('sst2');
    for (const file of ['my.yaml', 'my.yml', 'my.json', 'tasks/mine']) {
      expect(taskPath(file, environment)).toBe(join(resolve('/somewhere'), file));
    }
  });
});
