export { main } from './main.js';
export { program } from './program.js';
