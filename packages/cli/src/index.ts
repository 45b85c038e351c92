export { type HugePagesHost, withHugePages } from './huge-pages.js';
export { Interrupted } from './interrupted.js';
export { interruptible } from './interruptible.js';
export { onSignals, type SignalHost, type SignalWatch } from './on-signals.js';
export { runCommandLine } from './run-command-line.js';
export { typedCommand } from './typed-command.js';
export { taskPath } from './task-path.js';
export { userPath } from './user-path.js';
