// Runs a test target of every package through nx, then says in one line how many tests passed, and what was left out.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const target = process.argv[2];
const { status } = spawnSync('npx', ['nx', 'run-many', '-t', target, ...process.argv.slice(3)], {
  stdio: 'inherit',
});

const count = { passed: 0, failed: 0, skipped: 0 };
for (const folder of ['packages', 'apps'])
  for (const name of readdirSync(folder)) {
    const file = `${folder}/${name}/test-results.json`;
    if (!existsSync(file)) continue;
    const results = JSON.parse(readFileSync(file, 'utf8'));
    count.passed += results.numPassedTests;
    count.failed +=
      results.numFailedTests + (results.numFailedTestSuites > 0 && results.numFailedTests === 0 ? 1 : 0);
    count.skipped += results.numPendingTests;
  }
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exit(status === 0 && count.failed === 0 && count.passed > 0 ? 0 : 1);
