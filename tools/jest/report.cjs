const preset = require('../../jest.preset.js');
const sources = require('./es-modules.cjs');

const options = preset.testEnvironmentOptions;
// What linkedom needs and what is published only as ES modules.
const linkedom = ['css-select', 'css-what', 'nth-check', 'boolbase', 'dom-serializer', 'domelementtype', 'domhandler', 'domutils', 'entities', 'htmlparser2', 'uhyphen', 'cssomnom'];

/** What the report package and those that import it need besides the preset. */
module.exports = {
  // Plot and d3 are ES modules too, with a bundle beside them that Jest loads quicker; Plot's names d3's by its address.
  testEnvironmentOptions: { ...options, customExportConditions: ['umd', ...options.customExportConditions] },
  moduleNameMapper: { '^d3@[^/]+/dist/d3\\.min\\.js$': 'd3' },
  transformIgnorePatterns: [`/node_modules/(?!(${[...sources, ...linkedom].join('|')})/)`],
};
