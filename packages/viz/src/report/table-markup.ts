import { columnsOf, type Column } from '../tables/columns.js';
import type { Table } from '../tables/table.js';
import { markup, type Markup } from './markup.js';

/** A table as HTML: the first column names the row, numbers of a column have their decimal points under each other. */
export function tableMarkup(table: Table): Markup {
  const columns = columnsOf(table);
  const heads = table.columns.map(
    (name, c) => markup`<th scope="col" class="${columns[c].kind}">${name}</th>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${table.title}">
    <table>
      <caption>
        ${table.title}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map((_, r) => row(columns, r))}
      </tbody>
    </table>
  </div> `;
}

function row(columns: readonly Column[], r: number): Markup {
  const [first, ...others] = columns;
  const cells = others.map(({ kind, texts }) => markup`<td class="${kind}">${texts[r]}</td>`);
  return markup`<tr>
    <th scope="row" class="${first.kind}">${first.texts[r]}</th>
    ${cells}
  </tr> `;
}
