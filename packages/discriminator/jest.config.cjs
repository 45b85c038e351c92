module.exports = {
  displayName: 'discriminator',
  preset: '../../jest.preset.js',
};
