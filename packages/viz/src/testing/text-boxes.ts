import { arialWidth } from '../svg/arial-width.js';

export interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** `[a, b, c, d, e, f]` of SVG: x' = a·x + c·y + e, y' = b·x + d·y + f. */
type Matrix = readonly [number, number, number, number, number, number];

/** Where each text of an SVG of this package is drawn, by Arial's own widths. */
export function textBoxes(svg: string): Box[] {
  const stack: Matrix[] = [[1, 0, 0, 1, 0, 0]];
  const boxes: Box[] = [];
  for (const match of svg.matchAll(/<(\/?)(\w+)([^>]*?)(\/?)>/g)) {
    const [whole, close, tag, attributes, selfClosing] = match;
    if (close) stack.pop();
    else if (!selfClosing) stack.push(multiply(stack[stack.length - 1], transformOf(attributes)));
    if (tag !== 'text' || close) continue;
    const [content] = svg.slice(match.index + whole.length).split('</text>', 1);
    boxes.push(boxOf(content, attributes, stack[stack.length - 1]));
  }
  return boxes.filter(({ text }) => text !== '');
}

/** Pairs of texts that are drawn over each other. */
export function overlaps(boxes: readonly Box[]): string[] {
  const touch = (a: Box, b: Box) =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (touch(a, b) ? [`${a.text} | ${b.text}`] : [])),
  );
}

/** Texts that reach over the edge of the picture. */
export function cut(svg: string): string[] {
  const [, width, height] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  return textBoxes(svg)
    .filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > width || bottom > height)
    .map(({ text }) => text);
}

function boxOf(content: string, attributes: string, matrix: Matrix): Box {
  const lines = content.split(/<tspan[^>]*>/).map((line) => unescape(line.replace(/<\/tspan>/, '')));
  const size = Number(/font-size="([\d.]+)/.exec(attributes)?.[1] ?? 12);
  const weight = /font-weight="bold"/.test(attributes) ? 'bold' : 'regular';
  const width = Math.max(...lines.map((line) => arialWidth(line, size, weight)));
  const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? 'start';
  const attribute = (name: string) =>
    Number(new RegExp(`\\s${name}="(-?[\\d.]+)"`).exec(attributes)?.[1] ?? 0);
  const left =
    attribute('x') - { start: 0, middle: width / 2, end: width }[anchor as 'start' | 'middle' | 'end'];
  const baseline = attribute('y') + (attributes.includes('dy="0.35em"') ? 0.35 * size : 0);
  const height = (lines.filter((line) => line !== '').length - 1) * (size + 2);
  // Capitals and figures are 0.72 em high, and the tails of letters go 0.21 em below.
  const corners = [left, left + width].flatMap((x) =>
    [baseline - 0.72 * size, baseline + height + 0.21 * size].map((y) => apply(matrix, x, y)),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return {
    text: lines.join(' ').trim(),
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

function transformOf(attributes: string): Matrix {
  const list = /transform="([^"]*)"/.exec(attributes)?.[1] ?? '';
  return [...list.matchAll(/(\w+)\(([^)]*)\)/g)].reduce<Matrix>(
    (matrix, [, name, numbers]) => multiply(matrix, step(name, numbers.split(/[ ,]+/).map(Number))),
    [1, 0, 0, 1, 0, 0],
  );
}

function step(name: string, [a, b = 0]: readonly number[]): Matrix {
  if (name === 'translate') return [1, 0, 0, 1, a, b];
  if (name !== 'rotate') throw new Error(`textBoxes: ${name} is not one of translate and rotate`);
  const [cos, sin] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
  return [cos, sin, -sin, cos, 0, 0];
}

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

function apply(m: Matrix, x: number, y: number): [number, number] {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
