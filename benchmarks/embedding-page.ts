// Writes the table and the chart of PCA and t-SNE in docs/benchmarks.md from docs/benchmarks/embedding.json, where the
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
writeFileSync('docs/benchmarks/embedding.svg', renderSvg(growth(results.tsne)));
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

/** Seconds against points, both on logarithmic axes. */
function growth(lines: readonly TsneLine[]): ChartSpec {
  const axis = { type: 'quantitative', scale: { type: 'log', nice: false } } as const;
  return {
    title: 't-SNE: seconds against points',
    description:
      'Line chart, both axes logarithmic: seconds of t-SNE by each program against the number of points.',
    width: 480,
    height: 300,
    data: {
      values: lines.flatMap(({ program, n, seconds }) =>
        seconds === undefined ? [] : [{ program, n, seconds }],
      ),
    },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'n', title: 'Points', ...axis, axis: { values: [5000, 10000, 20000, 70000] } },
      y: { field: 'seconds', title: 'Time, s', ...axis },
      color: { field: 'program', title: null },
    },
  };
}
