import type { ArticleBlock, ArticleChart, Table } from '@aelab/viz';

export function paragraph(text: string): ArticleBlock {
  return { kind: 'paragraph', text };
}

export function list(...items: readonly string[]): ArticleBlock {
  return { kind: 'list', items };
}

export function tableBlock(table: Table): ArticleBlock {
  return { kind: 'table', table };
}

/** @param file - its name without ending */
export function chartBlock(file: string, chart: ArticleChart['chart']): ArticleBlock {
  return { kind: 'chart', file, chart };
}
