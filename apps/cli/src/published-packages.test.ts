import { execFileSync } from 'node:child_process';
import {
  cpSync,
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
import { lacks } from '../../../tools/testing/requires.js';

const root = join(import.meta.dirname, '../../..');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
}

const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** An empty project with only the tarballs of packages, those of their siblings, and what they depend on. */
function projectWith(...packageNames: string[]): string {
  const project = mkdtempSync(join(tmpdir(), 'aelab project '));
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  for (const name of packageNames) install(name, project);
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
import { mse } from '@aelab/metrics';
import { fitPca } from '@aelab/metrics/pca';
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

  it('has an index of one file, which loads fast', () => {
    const index = readFileSync(join(project, 'node_modules/@aelab/metrics/dist/index.js'), 'utf8');
    const imported = [...index.matchAll(/^(?:import|export) .*from ['"](.+)['"];$/gm)].map(
      ([, from]) => from,
    );
    expect([...new Set(imported)].sort()).toEqual(['@aelab/images', '@aelab/kernels/random']);
  });

  it('brings no TensorFlow.js', () => {
    expect(readdirSync(join(project, 'node_modules')).sort()).toEqual(['@aelab', 'ml-matrix']);
  });
});

describe('examples/judge-pytorch', () => {
  const example = join(root, 'examples/judge-pytorch');
  let project: string;
  beforeAll(() => {
    const { dependencies = {} } = readManifest(example);
    project = projectWith(...Object.keys(dependencies));
    cpSync(example, project, { recursive: true });
    link('@types/node', join(project, 'node_modules/@types/node'));
  });
  afterAll(() => rmSync(project, { recursive: true }));

  it('brings no TensorFlow.js', () => {
    const installed = readdirSync(join(project, 'node_modules'));
    expect(installed.filter((name) => /tensorflow|danfo/.test(name))).toEqual([]);
    expect(readdirSync(join(project, 'node_modules/@aelab')).sort()).toEqual([
      'images',
      'kernels',
      'metrics',
      'viz',
    ]);
  });

  it('draws the error of each class, and prints the model beside PCA and SVD', () => {
    expectJudged(judged(project, 'data'));
  });

  it.skipIf(lacks('torch', 'the script of examples/judge-pytorch'))(
    'does so with what its PyTorch script writes, whose data are those that are kept',
    () => {
      const kept = (file: string) => readFileSync(join(example, 'data', file));
      const written = (file: string) => readFileSync(join(project, 'written', file));
      mkdirSync(join(project, 'written'));
      execFileSync('python3', ['reconstruct.py', 'written'], { cwd: project, stdio: 'pipe' });
      for (const file of ['originals.npy', 'labels.json'])
        expect(written(file).equals(kept(file))).toBe(true);
      const own = expectJudged(judged(project, 'written'));
      expect(own / expectJudged(judged(project, 'data'))).toBeCloseTo(1, 1);
    },
  );
});

/** The table that the example prints of the images in one of its folders; its chart is drawn there. */
function judged(project: string, folder: string): string {
  const run = (...args: string[]) =>
    execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8', stdio: 'pipe' });
  run(join(root, 'node_modules/typescript/bin/tsc'));
  const svg = join(project, folder, 'error-by-class.svg');
  rmSync(svg, { force: true });
  const table = run('dist/judge.js', folder);
  expect(readFileSync(svg, 'utf8')).toMatch(/Error by class: \d is worst, \d is best/);
  return table;
}

/** @returns the error of the PyTorch model */
function expectJudged(table: string): number {
  const errors = [...table.matchAll(/^\| (PyTorch|PCA|SVD)[^|]*\| (0\.\d+) \|$/gm)];
  expect(errors.map(([, method]) => method)).toEqual(['PyTorch', 'PCA', 'SVD']);
  for (const [, , error] of errors) expect(Number(error)).toBeLessThan(0.05);
  return Number(errors[0][2]);
}

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
    expect(paths.filter((path) => /^src\/.*\.ts$|\.test\./.test(path))).toEqual([]);
  });
});
