import type { ChartSpec } from '../svg/render-svg.js';
import { tableOf, type Cell, type Table } from './table.js';

/**
 * The data that a chart of this package draws, a row for each mark: for {@link csv}, or to draw it with other tools.
 *
 * @example
 * const spec = lossCurves([{ name: 'training', losses: [0.2, 0.1] }]);
 * csv(chartTable(spec, 'loss')); // 'curve,epoch,loss\r\ntraining,1,0.2\r\ntraining,2,0.1\r\n'
 */
export function chartTable({ data }: ChartSpec, title: string): Table {
  const rows = data && 'values' in data && Array.isArray(data.values) ? data.values : [];
  return tableOf(title, rows as Record<string, Cell>[]);
}
