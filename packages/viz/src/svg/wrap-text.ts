import { arialWidth } from './arial-width.js';

/** A text in lines no wider than `width` pixels, broken at spaces; a single word may be wider. */
export function wrapText(
  text: string,
  width: number,
  fontSize: number,
  weight: 'regular' | 'bold' = 'regular',
): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && arialWidth(longer, fontSize, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** As much of a text as `width` pixels hold, with "…" for what is left out. */
export function fitText(text: string, width: number, fontSize: number): string {
  if (arialWidth(text, fontSize) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && arialWidth(`${characters.join('')}…`, fontSize) > width) characters.pop();
  return `${characters.join('')}…`;
}
