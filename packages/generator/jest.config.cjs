module.exports = {
  displayName: 'generator',
  preset: '../../jest.preset.js',
};
