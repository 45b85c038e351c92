module.exports = {
  displayName: 'optim',
  preset: '../../jest.preset.js',
};
