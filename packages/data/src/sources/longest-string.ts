import { constants } from 'node:buffer';

/** Longest string that there can be, in UTF-16 units: about 512 Mi. */
export const longestString = constants.MAX_STRING_LENGTH;
