import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { arialWidth } from './arial-width.js';
import { chartConfig, fontFamily } from './chart-config.js';
import { escapeText } from './escape.js';
import { mergeDots } from './merge-dots.js';
import { recolour, type Theme } from './palette.js';
import { wrapText } from './wrap-text.js';

/** A Vega-Lite specification of one chart: `title` and `description` are its heading and its alternative text. */
export type ChartSpec = TopLevelSpec;

/** One layer of a chart. */
export type ChartLayer = Extract<ChartSpec, { layer: readonly unknown[] }>['layer'][number];

/** What `vega` exports and its types leave out. */
const { SVGStringRenderer, resetSVGClipId, textMetrics } = vega as unknown as {
  SVGStringRenderer: new () => {
    initialize(element: null, width: number, height: number, origin: number[], scale: number): void;
    render(scene: unknown): void;
    svg(): string;
  };
  resetSVGClipId: () => void;
  textMetrics: { width: (item: TextItem, text: string) => number };
};

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
  /** The width that the text is cut to. */
  readonly limit?: number;
}

const margin = 4;

/**
 * A chart as an SVG image, drawn without a DOM or a canvas; the same specification gives the same bytes everywhere.
 *
 * Text is measured by Arial's own widths: Vega's estimate without a canvas is off by up to half, and then axis labels
 * overlap or are cut.
 *
 * @param theme - colours of a light page (default), of a dark one, or CSS variables for a page that has both
 * @throws Error if the specification is not sound Vega-Lite: what Vega-Lite would warn of is an error here
 */
export function renderSvg(spec: ChartSpec, theme: Theme = 'light'): string {
  const { width, height, drawing } = measuredByArial(() => draw(spec));
  const label = escapeText(typeof spec.description === 'string' ? spec.description : '');
  const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">`;
  const compact = mergeDots(rounded(withoutFrames(drawing).replace(/^<svg[^>]*>/, head)));
  return recolour(compact, theme);
}

function draw(spec: ChartSpec): { width: number; height: number; drawing: string } {
  const { spec: compiled } = compile(withinMargins(spec), { config: chartConfig, logger: throwing('warn') });
  const view = new vega.View(vega.parse(compiled), { logger: throwing('error') }).run();
  const { root } = view.scenegraph() as unknown as { root: { bounds: vega.Bounds } };
  const { x1, y1, x2, y2 } = root.bounds;
  const [left, top] = [margin - Math.floor(x1), margin - Math.floor(y1)];
  const [width, height] = [left + Math.ceil(x2) + margin, top + Math.ceil(y2) + margin];
  resetSVGClipId();
  const renderer = new SVGStringRenderer();
  renderer.initialize(null, width, height, [left, top], 1);
  renderer.render(root);
  view.finalize();
  return { width, height, drawing: renderer.svg() };
}

function measuredByArial<T>(work: () => T): T {
  const { width } = textMetrics;
  textMetrics.width = ({ fontSize = 11, fontWeight, limit }, text) =>
    Math.min(arialWidth(text, fontSize, fontWeight === 'bold' ? 'bold' : 'regular'), limit || Infinity);
  try {
    return work();
  } finally {
    textMetrics.width = width;
  }
}

/** As wide as told with its margins, its heading in lines that fit: Vega breaks none. */
function withinMargins(spec: ChartSpec): ChartSpec {
  if (!('width' in spec) || typeof spec.width !== 'number') return spec;
  const width = spec.width - 2 * margin;
  const { title } = spec;
  return { ...spec, width, ...(typeof title === 'string' && { title: wrapText(title, width, 15, 'bold') }) };
}

/** Without the empty frames that Vega draws around every group, and the font that it repeats for every text. */
function withoutFrames(svg: string): string {
  const texts = svg.replaceAll(` font-family="${fontFamily}"`, '');
  return texts.replace(
    /<path class="(?:background|foreground)" aria-hidden="true" d="(?:M0,0h0v0h0Z)?"[^>]*\/>/g,
    '',
  );
}

/** Places to a hundredth of a pixel: half the bytes, and the same ones where `Math.log` differs in its last bit. */
function rounded(svg: string): string {
  const toHundredth = (number: string) => String(Math.round(100 * Number(number)) / 100);
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/ (?:d|transform|x2?|y2?)="[^"]*"/g, (attribute) =>
      attribute.replace(/-?\d+\.\d{3,}(?:e-\d+)?/g, toHundredth),
    ),
  );
}

function throwing(from: 'warn' | 'error'): vega.LoggerInterface {
  const fail = (...messages: readonly unknown[]): never => {
    throw new Error(`renderSvg: ${messages.join(' ')}`);
  };
  const ignore = (): unknown => logger;
  const logger: object = {
    level: ignore,
    error: fail,
    warn: from === 'warn' ? fail : ignore,
    info: ignore,
    debug: ignore,
  };
  return logger as unknown as vega.LoggerInterface;
}
