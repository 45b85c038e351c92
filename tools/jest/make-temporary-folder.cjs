const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Before the tests of a project: what they, and the commands that they start, write under the system's temporary folder goes into one of their own. */
module.exports = function makeTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'electra-tests-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  globalThis.testFolder = folder;
};
