import { describe, expect, it } from 'vitest';
import { lossCurves } from '../charts/loss-curves.js';
import type { Article } from './article.js';
import { articleHtml } from './article-html.js';
import { articleFiles, articleMarkdown } from './article-markdown.js';

const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const article: Article = {
  title: 'A < B',
  summary: 'No *stars*.',
  sections: [
    {
      title: 'One',
      blocks: [
        { kind: 'paragraph', text: 'x_1 <b>' },
        { kind: 'list', items: ['p', 'q'] },
        { kind: 'code', text: 'aelab doctor' },
        { kind: 'table', table: { title: 'T', columns: ['k', 'mse'], rows: [['1', 0.5]] } },
        {
          kind: 'chart',
          file: 'losses',
          chart: (options) => lossCurves([{ name: 'a', losses: [2, 1] }], options),
        },
        { kind: 'picture', file: 'grid', title: 'Grid', svg },
      ],
    },
  ],
};

describe('articleMarkdown', () => {
  it('escapes text, links charts and pictures, and keeps code as it is', () => {
    expect(articleMarkdown(article, 'a')).toBe(`# A \\< B

No \\*stars\\*.

## One

x\\_1 \\<b\\>

- p
- q

\`\`\`sh
aelab doctor
\`\`\`

**T**

| k | mse |
| :-- | --: |
| 1 | 0.500 |

![Loss went from 2 to 1 in 2 epochs](a/losses.svg)

[Data of this chart (CSV)](a/losses.csv)

Grid:

![Grid](a/grid.svg)
`);
  });

  it('has a file for each of its links', () => {
    const files = articleFiles(article);
    expect(Object.keys(files)).toEqual(['losses.svg', 'losses.csv', 'grid.svg']);
    expect(files['grid.svg']).toBe(svg);
    expect(files['losses.svg']).toMatch(/^<svg/);
    expect(files['losses.csv']).toBe('curve,epoch,loss\r\na,1,2\r\na,2,1\r\n');
  });
});

describe('articleHtml', () => {
  it('shows the same blocks, with text that cannot become markup', () => {
    const html = articleHtml(article);
    expect(html).toContain('<p>x_1 &lt;b&gt;</p>');
    expect(html).toContain('<li>q</li>');
    expect(html).toContain('<pre>aelab doctor</pre>');
    expect(html).toContain('<caption>');
    expect(html).toContain(svg);
    expect(html).not.toMatch(/(?:src|href)="http/);
  });
});
