module.exports = {
  displayName: 'workspace',
  rootDir: __dirname,
  preset: '../jest.preset.js',
  testMatch: ['**/*.spec.mjs'],
};
