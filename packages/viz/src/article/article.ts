import type { ChartOptions } from '../charts/chart-options.js';
import type { ChartSpec } from '../svg/render-svg.js';
import type { Table } from '../tables/table.js';

/** A page of text, tables, charts and pictures: once as HTML ({@link articleHtml}), once as Markdown ({@link articleMarkdown}). */
export interface Article {
  readonly title: string;
  /** What stands first; plain text. */
  readonly summary: string;
  readonly sections: readonly ArticleSection[];
}

export interface ArticleSection {
  readonly title: string;
  readonly blocks: readonly ArticleBlock[];
}

/** Text is plain: neither markup nor Markdown in it means anything. */
export type ArticleBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly table: Table }
  | ArticleChart
  | ArticlePicture;

export interface ArticleChart {
  readonly kind: 'chart';
  /** Its file, without ending. */
  readonly file: string;
  readonly chart: (options: ChartOptions) => ChartSpec;
}

/** An SVG that is drawn elsewhere, such as an image grid. */
export interface ArticlePicture {
  readonly kind: 'picture';
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}
