import { dataOfTasks } from './data-of-tasks.js';

describe('dataOfTasks', () => {
  it('finds the folder of each task, with equals signs where they may be', () => {
    expect(dataOfTasks(['a', 'b'], ['b=x/y', 'a=../z'])).toEqual(['../z', 'x/y']);
    expect(dataOfTasks(['a', 'a=b'], ['a=b=c', 'a=k=v'])).toEqual(['k=v', 'c']);
  });

  it('refuses folders of no task, tasks without one or with two', () => {
    expect(() => dataOfTasks(['cola', 'sst2'], ['cola=x', 'sst=y'])).toThrow(/NAME one of cola, sst2, received sst=y.*Did you mean 'sst2'/);
    expect(() => dataOfTasks(['cola', 'sst2'], ['x', 'sst2=y'])).toThrow(/does not say whose folder it is.*received x/);
    expect(() => dataOfTasks(['cola', 'sst2'], ['cola=', 'sst2=y'])).toThrow(/received cola=\.$/);
    expect(() => dataOfTasks(['cola', 'sst2'], ['cola=x', 'cola=y'])).toThrow(/two folders for the task 'cola': expected one, received x and y/);
    expect(() => dataOfTasks(['cola', 'sst2', 'rte'], ['cola=x'])).toThrow(/the task 'sst2' and the task 'rte': expected --data sst2=FOLDER, received cola=x/);
  });
});
