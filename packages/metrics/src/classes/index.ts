export { binaryInk, errorPer100Ink, ink } from './ink.js';
export type { ClassInkError } from './ink.js';
export { perClass } from './per-class.js';
export type { ClassMean } from './per-class.js';
export { rankClasses } from './rank-classes.js';
export type { RankedClass } from './rank-classes.js';
export { worstImages } from './worst-images.js';
export type { Unusual, WorstImage } from './worst-images.js';
