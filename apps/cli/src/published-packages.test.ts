import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
}

const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** An empty project with only the tarball of a package, those of its siblings, and what they depend on. */
function projectWith(packageName: string): string {
  const project = mkdtempSync(join(tmpdir(), 'aelab project '));
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  install(packageName, project);
  return project;
}

function install(name: string, project: string): void {
  const target = join(project, 'node_modules', name);
  if (existsSync(target)) return;
  if (!name.startsWith('@aelab/')) return link(name, target);
  const source = join(root, 'packages', name.slice('@aelab/'.length));
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', project], {
    cwd: source,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed.toString()) as { filename: string }[];
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['xzf', join(project, filename), '-C', target, '--strip-components=1']);
  for (const dependency of Object.keys(readManifest(target).dependencies ?? {})) install(dependency, project);
}

function link(name: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), target);
}

describe('@aelab/metrics from its tarball', () => {
  let project: string;
  beforeAll(() => {
    project = projectWith('@aelab/metrics');
    const code = `import { imageBatch } from '@aelab/images';
import { mse, fitPca } from '@aelab/metrics';
const black = imageBatch(new Float32Array(8), [2, 2, 2, 1]);
const grey = imageBatch(new Float32Array(8).fill(0.5), [2, 2, 2, 1]);
console.log(String(mse(black, grey)[1]), typeof fitPca);
`;
    writeFileSync(join(project, 'plain.mjs'), code);
    writeFileSync(
      join(project, 'typed.ts'),
      `${code}const errors: Float64Array = mse(black, grey);\nconsole.log(errors.length);\n`,
    );
  });
  afterAll(() => rmSync(project, { recursive: true }));

  it('runs from plain ESM', () => {
    const output = execFileSync(process.execPath, ['plain.mjs'], { cwd: project, encoding: 'utf8' });
    expect(output).toBe('0.25 function\n');
  });

  it('type-checks from TypeScript, declarations and all', () => {
    const flags = '--noEmit --strict --module nodenext --target es2022 --lib es2023,dom'.split(' ');
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...flags, 'typed.ts'], {
      cwd: project,
      stdio: 'pipe',
    });
  });

  it('brings no TensorFlow.js', () => {
    expect(readdirSync(join(project, 'node_modules')).sort()).toEqual(['@aelab', 'ml-matrix']);
  });
});

describe.each(readdirSync(join(root, 'packages')))('the tarball of @aelab/%s', (name) => {
  it('holds the built code, its types, its licence, and neither sources nor tests', () => {
    const listed = execFileSync('npm', ['pack', '--dry-run', '--json'], {
      cwd: join(root, 'packages', name),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [{ files }] = JSON.parse(listed.toString()) as { files: { path: string }[] }[];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
    );
    expect(paths.filter((path) => path.startsWith('src/') || path.includes('.test.'))).toEqual([]);
  });
});
