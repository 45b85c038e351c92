import { resolve } from 'node:path';

import { userPath } from '@electra-ts/cli';

import { inputPath } from './input-path.js';

describe('inputPath', () => {
  it('takes paths from where the user stands, and leaves the rest', () => {
    expect(inputPath('a.txt')).toBe(userPath('a.txt'));
    expect(inputPath(resolve('/a/http:/b'))).toBe(resolve('/a/http:/b'));
    expect(['-', 'http://a.example/b.txt', 'HTTPS://a.example/'].map(inputPath)).toEqual(['-', 'http://a.example/b.txt', 'HTTPS://a.example/']);
  });
});
