import { chartFigure, drawnFigure } from '../report/chart-figure.js';
import { markup, type Markup } from '../report/markup.js';
import { page } from '../report/page.js';
import { tableMarkup } from '../report/table-markup.js';
import type { Article, ArticleBlock } from './article.js';

/** An article as one HTML page that asks no server for anything. */
export function articleHtml({ title, summary, sections }: Article): string {
  return page({
    title,
    summary: markup`<p class="verdict">${summary}</p>`,
    sections: sections.map((section, i) => ({
      id: `section-${i + 1}`,
      title: section.title,
      body: markup`${section.blocks.map(blockMarkup)}`,
    })),
    footer:
      'Made by aelab from results.json. The page holds everything it shows and asks no server for anything.',
  });
}

function blockMarkup(block: ArticleBlock): Markup {
  switch (block.kind) {
    case 'paragraph':
      return markup`<p>${block.text}</p>`;
    case 'list':
      return markup`<ul>${block.items.map((item) => markup`<li>${item}</li>`)}</ul>`;
    case 'code':
      return markup`<pre>${block.text}</pre>`;
    case 'table':
      return tableMarkup(block.table);
    case 'chart':
      return chartFigure(block.chart, block.file);
    case 'picture':
      return drawnFigure({ title: block.title, draw: () => block.svg });
  }
}
