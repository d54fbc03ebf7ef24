// The command line from the checkout: builds what changed (its output on standard error), then runs it.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const build = spawnSync(
  process.execPath,
  [join(root, 'node_modules/nx/dist/bin/nx.js'), 'build', 'aelab', '--outputStyle=static'],
  {
    cwd: root,
    encoding: 'utf8',
  },
);
if (build.status !== 0) {
  process.stderr.write(`${build.stdout ?? ''}${build.stderr ?? ''}`);
  process.exit(1);
}
process.argv = [process.argv[0], 'aelab', ...process.argv.slice(2)];
await import(pathToFileURL(join(root, 'apps/cli/dist/main.js')).href);
