module.exports = {
  displayName: 'report',
  preset: '../../jest.preset.js',
  ...require('../../tools/jest/report.cjs'),
};
