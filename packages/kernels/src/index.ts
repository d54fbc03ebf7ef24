export { deriveSeed, permutation, random, shuffle } from './random.js';
export type { Random } from './random.js';
