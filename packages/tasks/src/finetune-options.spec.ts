import { placedTasks, withoutPrefix, withPrefix } from './finetune-options.js';
import { taskFile } from './task-file.js';

const [a, b] = ['a', 'b'].map((name) => ({ task: taskFile.parse({ name, kind: 'tagging' }), data: `data-${name}` }));

describe('placedTasks', () => {
  it('leaves the only task of finetune where it is, and gives those of finetuneTasks a place each', () => {
    expect(placedTasks({ ...a, model: 'm', out: 'o' })).toEqual([{ ...a, folder: '', prefix: '' }]);
    expect(placedTasks({ tasks: [a, b], model: 'm', out: 'o' })).toEqual([{ ...a, folder: 'a', prefix: 'a/' }, { ...b, folder: 'b', prefix: 'b/' }]);
    expect(placedTasks({ tasks: [b], model: 'm', out: 'o' })).toEqual([{ ...b, folder: 'b', prefix: 'b/' }]);
  });
});

it('prefixes tell records apart, also where a name begins with another', () => {
  const all = { ...withPrefix('a/', { loss: 1 }), ...withPrefix('a b/', { loss: 2, f1: 3 }), mean: 4 };
  expect(withoutPrefix('a/', all)).toEqual({ loss: 1 });
  expect(withoutPrefix('a b/', all)).toEqual({ loss: 2, f1: 3 });
  expect(withoutPrefix('', all)).toEqual(all);
});
