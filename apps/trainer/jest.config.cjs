module.exports = {
  displayName: 'trainer',
  preset: '../../jest.preset.js',
  ...require('../../tools/jest/report.cjs'),
};
