import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom: the table of ARCHITECTURE.md. */
const imports = {
  images: [],
  kernels: [],
  datasets: ['images', 'kernels'],
  models: ['images', 'kernels'],
  codec: [],
  metrics: ['images', 'kernels'],
  viz: ['images'],
  experiments: ['codec', 'datasets', 'images', 'kernels', 'metrics', 'models', 'viz'],
  cli: ['codec', 'datasets', 'experiments', 'images', 'kernels', 'metrics', 'models', 'viz'],
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/generated/**',
      '**/assembly/**',
      '**/*.config.ts',
      '.nx/**',
      'examples/**',
      '**/*.mjs',
      '**/*.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['tsconfig.test.json'], tsconfigRootDir: process.cwd() },
    },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: ['^.*/tools/testing/.*$'],
          depConstraints: Object.entries(imports).map(([name, allowed]) => ({
            sourceTag: `package:${name}`,
            onlyDependOnLibsWithTags: [name, ...allowed].map((other) => `package:${other}`),
          })),
        },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
);
