module.exports = {
  displayName: 'evaluator',
  preset: '../../jest.preset.js',
  ...require('../../tools/jest/report.cjs'),
};
