/**
 * Raised whenever the figures of an unchanged config change: another initialiser, shuffle, kernel or metric. Runs of
 * another version have other addresses, so a sweep never mixes their figures.
 */
export const numericsVersion = 1;
