import { formatAligned } from '../format-figure.js';
import type { Figure } from '../record.js';
import { colours, palette } from '../svg/palette.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { wrapText } from '../svg/wrap-text.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';

/** Originals and their reconstructions in one plane: the i-th points belong together. */
export interface Embedding {
  /** x, y of each original, one after the other. */
  readonly originals: ArrayLike<number>;
  readonly reconstructions: ArrayLike<number>;
  /** One class number per pair, from 0. */
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
  /** Overlap score of each class, for the panels' headings. */
  readonly overlap?: readonly Figure[];
}

const gap = 12;
/** What Vega adds to the width of each panel. */
const frame = 6;

/**
 * A panel for each class with its originals and reconstructions in a joint embedding.
 *
 * Distances between far groups and the sizes of groups mean nothing in t-SNE: read whether the two colours mix.
 *
 * @throws RangeError if there are not as many originals, reconstructions and labels
 */
export function embeddingScatter(
  embedding: Embedding,
  { width = defaultWidth }: ChartOptions = {},
): ChartSpec {
  const values = pointsOf(embedding);
  const panels = new Set(values.map(({ panel }) => panel)).size;
  const columns = Math.max(1, Math.min(panels, Math.floor((width + gap) / (150 + gap))));
  const size = Math.floor((width - 8 - (columns - 1) * gap) / columns) - frame;
  const title = `Originals and reconstructions in one t-SNE map, whose axes have no unit${embedding.overlap ? '; with the overlap of each class' : ''}`;
  const axis = { type: 'quantitative', axis: null, scale: { zero: false, nice: false, padding: 4 } } as const;
  return {
    title: wrapText(title, width - 8, 15, 'bold'),
    description: `Scatter plots of ${embedding.labels.length} pairs, a panel for each class. ${title}.`,
    data: { values },
    facet: { field: 'panel', type: 'nominal', sort: null },
    columns,
    spacing: gap,
    spec: {
      width: size,
      height: size,
      view: { stroke: palette.grid.light },
      mark: { type: 'point', size: 7, opacity: 0.7, aria: false },
      encoding: {
        x: { ...axis, field: 'x' },
        y: { ...axis, field: 'y' },
        color: {
          field: 'set',
          type: 'nominal',
          scale: { domain: ['original', 'reconstruction'], range: [colours.model, colours.rival] },
          legend: { offset: 8 },
        },
      },
    },
  };
}

interface EmbeddedPoint {
  readonly panel: string;
  readonly set: 'original' | 'reconstruction';
  readonly x: number;
  readonly y: number;
}

/** Points in turns of 50 originals and their reconstructions, so that neither colour always lies on top. */
function pointsOf({ originals, reconstructions, labels, classNames, overlap }: Embedding): EmbeddedPoint[] {
  if (originals.length !== 2 * labels.length || reconstructions.length !== 2 * labels.length)
    throw new RangeError(
      `embeddingScatter: there are ${originals.length / 2} originals, ${reconstructions.length / 2} reconstructions and ${labels.length} labels; it needs as many of each`,
    );
  const scores = formatAligned(overlap ?? []);
  return classNames.flatMap((name, label) => {
    const pairs = Array.from(labels).flatMap((other, i) => (other === label ? [i] : []));
    const panel = overlap ? `${name} · ${scores[label]}` : name;
    const point = (set: EmbeddedPoint['set'], from: ArrayLike<number>) => (i: number) => ({
      panel,
      set,
      x: from[2 * i],
      y: from[2 * i + 1],
    });
    return turns(pairs).flatMap((turn) => [
      ...turn.map(point('original', originals)),
      ...turn.map(point('reconstruction', reconstructions)),
    ]);
  });
}

function turns(pairs: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(pairs.length / 50) }, (_, t) => pairs.slice(50 * t, 50 * t + 50));
}
