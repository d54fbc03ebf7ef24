import { colours } from '../svg/palette.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { barsSpec } from './bars.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';

/** Above this many classes, the most frequent confusions are drawn instead of all pairs. */
const mostClasses = 20;

/**
 * What the judge takes the reconstruction for, against what it took the original for. The diagonal, where nothing
 * changed, is left grey, since its counts would drown the others.
 *
 * @param confusion - `record.judge.confusion`: images by class of the original (row) and of the reconstruction (column)
 * @param classNames - one for each row
 * @throws RangeError if rows, columns and names do not match
 */
export function confusionMatrix(
  confusion: readonly (readonly number[])[],
  classNames: readonly string[],
  { width = defaultWidth }: ChartOptions = {},
): ChartSpec {
  const cells = cellsOf(confusion, classNames);
  const title = finding(cells);
  if (classNames.length > mostClasses) return mostFrequent(cells, title, width);
  const changed = Math.max(1, ...cells.filter(isChange).map(({ images }) => images));
  return {
    title,
    description: `Matrix of the judge’s class for the reconstruction (columns) against that for the original (rows). ${title}.`,
    width,
    height: Math.min(36, Math.round(width / (classNames.length + 2))) * classNames.length,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: cells },
    encoding: {
      x: {
        field: 'reconstruction',
        type: 'nominal',
        sort: null,
        title: 'Class of the reconstruction',
        axis: {
          domain: false,
          ticks: false,
          labelColor: colours.ink,
          labelAngle: longest(classNames) * classNames.length * 8 > width ? -90 : 0,
        },
      },
      y: {
        field: 'original',
        type: 'nominal',
        sort: null,
        title: 'Class of the original',
        axis: { labelColor: colours.ink },
      },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 2 },
        encoding: {
          color: {
            condition: { test: 'datum.original === datum.reconstruction', value: colours.floor },
            value: colours.rival,
          },
          fillOpacity: {
            condition: { test: 'datum.original === datum.reconstruction', value: 0.15 },
            field: 'images',
            type: 'quantitative',
            legend: null,
            scale: { domain: [0, changed], range: [0.04, 0.75] },
          },
        },
      },
      {
        transform: [{ filter: 'datum.images > 0' }],
        mark: { type: 'text', color: colours.ink, fontSize: width < 400 ? 9 : 12, aria: false },
        encoding: { text: { field: 'images', type: 'quantitative', format: 'd' } },
      },
    ],
  };
}

interface ConfusionCell {
  readonly original: string;
  readonly reconstruction: string;
  readonly images: number;
}

const isChange = ({ original, reconstruction }: ConfusionCell) => original !== reconstruction;

function cellsOf(confusion: readonly (readonly number[])[], names: readonly string[]): ConfusionCell[] {
  if (confusion.length !== names.length || confusion.some((row) => row.length !== names.length))
    throw new RangeError(
      `confusionMatrix: there are ${names.length} class names and ${confusion.length} rows; it needs as many rows, columns and names`,
    );
  return confusion.flatMap((row, original) =>
    row.map((images, seen) => ({ original: names[original], reconstruction: names[seen], images })),
  );
}

function finding(cells: readonly ConfusionCell[]): string {
  const changes = byCount(cells);
  if (changes.length === 0) return 'No reconstruction changes its class';
  const total = changes.reduce((sum, { images }) => sum + images, 0);
  const { original, reconstruction, images } = changes[0];
  return `${total} reconstructions change class, most often ${original} → ${reconstruction} (${images})`;
}

function mostFrequent(cells: readonly ConfusionCell[], title: string, width: number): ChartSpec {
  const bars = byCount(cells)
    .slice(0, mostClasses)
    .map(({ original, reconstruction, images }) => ({
      name: `${original} → ${reconstruction}`,
      value: images,
    }));
  return barsSpec({
    title,
    description: `Bar chart of the ${bars.length} most frequent changes of class.`,
    width,
    fields: ['change', 'images'],
    axes: ['Change of class', 'Images'],
    bars,
  });
}

function byCount(cells: readonly ConfusionCell[]): ConfusionCell[] {
  return cells.filter((cell) => isChange(cell) && cell.images > 0).sort((a, b) => b.images - a.images);
}

function longest(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => name.length));
}
