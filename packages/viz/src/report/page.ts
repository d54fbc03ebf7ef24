import { document } from './document.js';
import { markup, trusted, write, type Markup } from './markup.js';
import { script, scriptHash } from './script.js';

/** A part of a page that the table of contents names. */
export interface Section {
  /** The fragment of its address; no two sections of a page share one. */
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

export interface Page {
  readonly title: string;
  /** What stands first, under the title and above the sections. */
  readonly summary: Markup;
  readonly sections: readonly Section[];
  readonly footer: string;
}

/** A whole HTML page in one text, which needs no other file. */
export function page({ title, summary, sections, footer }: Page): string {
  const body = markup`<a class="skip" href="#content">Skip to the content</a>
<header>
<h1>${title}</h1>
${summary}
</header>
<nav aria-label="Contents"><div>
<ol>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ol>
</div></nav>
<main id="content">
${sections.map(sectionMarkup)}</main>
<footer>${footer}</footer>
<div id="tip" role="status" hidden></div>
${trusted(`<script>${script}</script>`)}
`;
  return write(document({ title, policy: { 'script-src': `'${scriptHash}'` }, body }));
}

function sectionMarkup({ id, title, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section> `;
}
