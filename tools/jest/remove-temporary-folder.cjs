const { rmSync } = require('node:fs');

/** After the tests of a project. */
module.exports = function removeTemporaryFolder() {
  rmSync(globalThis.testFolder, { recursive: true, force: true });
};
