import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@aelab/source', 'node', 'import', 'module', 'default'] } },
  resolve: { conditions: ['@aelab/source'] },
  test: {
    include: [
      'packages/metrics/src/{distortion,rates,statistics,classes}/**/*.test.ts',
      'packages/metrics/src/{catalog,evaluate}.test.ts',
    ],
    exclude: ['**/browser.test.ts', '**/*.slow.test.ts', '**/node_modules/**'],
    testTimeout: 300_000,
  },
});
