export { fillKeepMask } from './fill-keep-mask.js';
export { keepMaskWindow } from './keep-mask-window.js';
export { fillTruncatedNormal } from './fill-truncated-normal.js';
export { fillUniform } from './fill-uniform.js';
export type { RandomKey } from './random-key.js';
