import { defineConfig } from 'vitest/config';

const folder = process.env.AELAB_MUTATE ?? '{distortion,rates,statistics}';

export default defineConfig({
  ssr: { resolve: { conditions: ['@aelab/source', 'node', 'import', 'module', 'default'] } },
  resolve: { conditions: ['@aelab/source'] },
  test: {
    include: [`packages/metrics/src/${folder}/**/*.test.ts`, 'packages/metrics/src/catalog.test.ts'],
    exclude: ['**/browser.test.ts', '**/*.slow.test.ts', '**/node_modules/**'],
    testTimeout: 300_000,
  },
});
