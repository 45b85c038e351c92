module.exports = {
  displayName: 'compiler',
  preset: '../../jest.preset.js',
};
