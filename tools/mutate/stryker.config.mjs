// Breaks the code of the figures in thousands of small ways and counts the breaks that a test notices.
// AELAB_MUTATE names one folder of the three; what is known of the others is kept.
const folder = process.env.AELAB_MUTATE ?? '{distortion,rates,statistics}';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'tools/mutate/vitest.config.ts' },
  mutate: [`packages/metrics/src/${folder}/**/*.ts`, '!**/*.test.ts', '!**/index.ts'],
  ignorePatterns: [
    '**',
    '!packages/metrics/src/**',
    '!packages/metrics/package.json',
    '!packages/*/tsconfig*.json',
    '!tools/**',
    '!package.json',
    '!tsconfig*.json',
  ],
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: '.stryker-tmp/incremental.json',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: '.stryker-tmp/mutation.json' },
  clearTextReporter: { allowColor: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  concurrency: 2,
  // A slow machine is no killed mutant.
  timeoutMS: 60_000,
};
