export { applySettings } from './apply-settings.js';
export { didYouMean } from './did-you-mean.js';
export { packageVersion } from './package-version.js';
export { parseConfig } from './parse-config.js';
export { pause } from './pause.js';
export { readConfigFile } from './read-config-file.js';
export { readUtf8 } from './read-utf8.js';
export { showValue } from './show-value.js';
export { UserError, type UserErrorParts } from './user-error.js';
