import { renderSvg } from '../svg/render-svg.js';
import { chartTable } from '../tables/chart-table.js';
import { csv } from '../tables/csv.js';
import { escapeMarkdown, markdown } from '../tables/markdown.js';
import type { Article, ArticleBlock } from './article.js';

/**
 * An article as GitHub-flavoured Markdown, its charts and pictures as SVG files and the charts' data as CSV in a folder
 * beside it.
 *
 * @param folder - relative to the Markdown file
 * @example
 * const article = { title: 'A', summary: 'B.', sections: [{ title: 'C', blocks: [{ kind: 'paragraph', text: '1 * 2' }] }] };
 * articleMarkdown(article, 'a'); // '# A\n\nB.\n\n## C\n\n1 \\* 2\n'
 */
export function articleMarkdown({ title, summary, sections }: Article, folder: string): string {
  const parts = sections.flatMap((section) => [
    `## ${escapeMarkdown(section.title)}`,
    ...section.blocks.map((block) => blockMarkdown(block, folder)),
  ]);
  return `${[`# ${escapeMarkdown(title)}`, escapeMarkdown(summary), ...parts].map((part) => part.trim()).join('\n\n')}\n`;
}

/** The SVG and CSV files of an article, by name: those that its Markdown links to. */
export function articleFiles({ sections }: Article): Record<string, string> {
  const blocks = sections.flatMap((section) => section.blocks);
  return Object.fromEntries(
    blocks.flatMap((block) => {
      if (block.kind === 'chart') {
        const spec = block.chart({});
        return [
          [`${block.file}.svg`, renderSvg(spec, 'light')],
          [`${block.file}.csv`, csv(chartTable(spec, block.file))],
        ];
      }
      return block.kind === 'picture' ? [[`${block.file}.svg`, block.svg]] : [];
    }),
  );
}

function blockMarkdown(block: ArticleBlock, folder: string): string {
  switch (block.kind) {
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'code':
      return `\`\`\`sh\n${block.text}\n\`\`\``;
    case 'table':
      return markdown(block.table);
    case 'chart':
      return `![${escapeMarkdown(titleOf(block.chart({}).title))}](${folder}/${block.file}.svg)\n\n[Data of this chart (CSV)](${folder}/${block.file}.csv)`;
    case 'picture':
      return `${escapeMarkdown(block.title)}:\n\n![${escapeMarkdown(block.title)}](${folder}/${block.file}.svg)`;
  }
}

function titleOf(title: unknown): string {
  if (Array.isArray(title)) return title.join(' ');
  return typeof title === 'string' ? title : '';
}
