import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A Python that has these packages: `python3` itself, else an environment in the cache folder, set up on first use.
 *
 * @throws Error if there is no python3, or the packages cannot be fetched
 */
export function pythonWith(name: string, packages: readonly string[], module: string): string {
  if (imports('python3', module)) return 'python3';
  const folder = join(process.cwd(), 'node_modules/.cache/python', name);
  const python = join(folder, 'bin/python');
  if (existsSync(python) && imports(python, module)) return python;
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-m', 'venv', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return python;
}

function imports(python: string, module: string): boolean {
  try {
    execFileSync(python, [
      '-c',
      `import importlib.util, sys; sys.exit(not importlib.util.find_spec('${module}'))`,
    ]);
    return true;
  } catch {
    return false;
  }
}
