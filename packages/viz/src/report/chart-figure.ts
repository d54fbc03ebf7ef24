import type { ChartOptions } from '../charts/chart-options.js';
import { renderSvg, type ChartSpec } from '../svg/render-svg.js';
import { chartTable } from '../tables/chart-table.js';
import { csv } from '../tables/csv.js';
import { markup, trusted, type Markup } from './markup.js';

/**
 * A chart with its title, its data as a file, and a second, narrower drawing for phones, whose text stays as large.
 *
 * @param file - name of the CSV file, without its ending
 */
export function chartFigure(chart: (options: ChartOptions) => ChartSpec, file: string): Markup {
  const spec = chart({});
  const draw = (width: number) => renderSvg({ ...chart({ width }), title: undefined }, 'css');
  return drawnFigure({ title: titleOf(spec), draw, data: { file, text: csv(chartTable(spec, file)) } });
}

export interface DrawnFigure {
  readonly title: string;
  readonly note?: string | undefined;
  /** An SVG no wider than this, its colours CSS variables. */
  readonly draw: (width: number) => string;
  readonly data?: { readonly file: string; readonly text: string };
}

export function drawnFigure({ title, note, draw, data }: DrawnFigure): Markup {
  return markup`<figure>
    <figcaption>
      <h3>${title}</h3>
      ${note === undefined ? undefined : markup`<p>${note}</p>`}
    </figcaption>
    <div class="wide">${trusted(draw(640))}</div>
    <div class="narrow">${trusted(draw(340))}</div>
    ${data && markup`<p class="csv"><a download="${data.file}.csv" href="data:text/csv;charset=utf-8,${encodeURI(data.text).replaceAll('#', '%23')}">Data of this chart (CSV)</a></p>`}
  </figure> `;
}

function titleOf({ title }: ChartSpec): string {
  if (Array.isArray(title)) return title.join(' ');
  return typeof title === 'string' ? title : '';
}
