// Writes the tables and the charts of PCA and t-SNE in docs/benchmarks.md from docs/benchmarks/embedding.json, where the
// lines that embedding.ts, pca.ts and their peers print are collected: npm run bench -- embedding-page
import { markdown, renderSvg, tableOf, type ChartSpec } from '@aelab/viz';
import { readFileSync, writeFileSync } from 'node:fs';

interface Line {
  readonly program: string;
  /** Seconds of wall time on two cores, the median of three runs unless the page says otherwise. */
  readonly seconds?: number;
  readonly megabytes?: number;
}

interface PcaLine extends Line {
  readonly data: string;
  readonly n: number;
  readonly values: number;
  readonly components: number;
}

interface TsneLine extends Line {
  readonly n: number;
  readonly klDivergence?: number;
  readonly trustworthiness?: number;
  readonly neighbourAccuracy?: number;
}

const results = JSON.parse(readFileSync('docs/benchmarks/embedding.json', 'utf8')) as {
  readonly pca: readonly PcaLine[];
  readonly tsne: readonly TsneLine[];
};
const page = 'docs/benchmarks.md';
writeFileSync('docs/benchmarks/embedding.svg', renderSvg(secondsOfTsne()));
writeFileSync('docs/benchmarks/pca.svg', renderSvg(secondsOfPca()));
writeFileSync('docs/benchmarks/memory.svg', renderSvg(memory()));
writeFileSync(page, withSection(readFileSync(page, 'utf8'), `${pcaTable()}\n\n${tsneTable()}\n`));

/** The text between the page's two marks, anew. */
function withSection(text: string, section: string): string {
  const [start, end] = ['<!-- embedding -->\n', '<!-- end of embedding -->'];
  const head = text.slice(0, text.indexOf(start) + start.length);
  return `${head}\n${section}\n${text.slice(text.indexOf(end))}`;
}

function pcaTable(): string {
  const rows = results.pca.map(({ data, n, values, components, program, seconds, megabytes }) => ({
    images: `${data}, ${n.toLocaleString('en')} × ${values.toLocaleString('en')}`,
    components,
    program,
    seconds: rounded(seconds),
    'memory, MB': megabytes ?? null,
  }));
  return markdown(tableOf('PCA', rows));
}

function tsneTable(): string {
  const rows = results.tsne.map((line) => ({
    points: line.n.toLocaleString('en'),
    program: line.program,
    seconds: rounded(line.seconds),
    'memory, MB': line.megabytes ?? null,
    'KL divergence': line.klDivergence?.toFixed(3) ?? null,
    trustworthiness: line.trustworthiness?.toFixed(4) ?? null,
    '10-NN accuracy': line.neighbourAccuracy?.toFixed(3) ?? null,
  }));
  return markdown(tableOf('t-SNE of MNIST (50 principal components, 1,000 iterations)', rows));
}

function rounded(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  return seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(0);
}

function secondsOfTsne(): ChartSpec {
  const values = results.tsne.map(({ program, n, seconds }) => ({ colour: program, x: n, y: seconds }));
  return growth('t-SNE: seconds against points', 'Points', 'Time, s', values);
}

function secondsOfPca(): ChartSpec {
  const values = results.pca.map((line) => ({
    colour: line.program,
    x: line.n * line.values,
    y: line.seconds,
  }));
  return growth('PCA: seconds against values of the data', 'Images × values of each', 'Time, s', values);
}

function memory(): ChartSpec {
  const ofPca = results.pca.map((line) => ({ colour: 'PCA', x: line.n * line.values, y: line.megabytes }));
  const ofTsne = results.tsne.map((line) => ({ colour: 't-SNE', x: line.n * 50, y: line.megabytes }));
  const x = 'Images × values of each (t-SNE: 50)';
  return growth('aelab: memory against values of the data', x, 'Memory, MB', [...ofPca, ...ofTsne]);
}

interface Measured {
  readonly colour: string;
  readonly x: number;
  readonly y: number | undefined;
}

/** Both axes logarithmic; without what was not measured. */
function growth(title: string, x: string, y: string, values: readonly Measured[]): ChartSpec {
  const axis = { type: 'quantitative', scale: { type: 'log', nice: false } } as const;
  const measured = values.filter((each) => each.y !== undefined).sort((a, b) => a.x - b.x);
  return {
    title,
    description: `Line chart, both axes logarithmic: ${y} against ${x}.`,
    width: 480,
    height: 300,
    data: { values: measured },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'x', title: x, ...axis, axis: { labelOverlap: true, format: '~s' } },
      y: { field: 'y', title: y, ...axis },
      color: { field: 'colour', title: null },
    },
  };
}
