import { mergeConfig } from 'vitest/config';
import base from './vitest.config';

const slow = mergeConfig(base, { test: { testTimeout: 3_600_000, passWithNoTests: true } });
slow.test!.include = ['src/**/*.slow.test.ts'];
slow.test!.exclude = [];
export default slow;
