const preset = require('../../jest.preset.js');
const options = preset.testEnvironmentOptions;

module.exports = {
  displayName: 'cli',
  preset: '../../jest.preset.js',
  // Plot and d3 are published as ES modules with a CommonJS build beside them under this condition.
  testEnvironmentOptions: { ...options, customExportConditions: ['umd', ...options.customExportConditions] },
};
