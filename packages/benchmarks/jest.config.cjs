module.exports = {
  displayName: 'benchmarks',
  preset: '../../jest.preset.js',
};
