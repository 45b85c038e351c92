module.exports = {
  displayName: 'workspace',
  rootDir: __dirname,
  preset: '../jest.preset.js',
  // The drawings of results are Observable Plot's, as those of reports are.
  ...require('./jest/report.cjs'),
  testMatch: ['**/*.spec.mjs'],
};
