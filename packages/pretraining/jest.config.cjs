module.exports = {
  displayName: 'pretraining',
  preset: '../../jest.preset.js',
};
