import type { Config } from 'vega-lite';
import { palette, series } from './palette.js';

/** Fonts with Arial's advance widths, one of which nearly every system has. */
export const fontFamily = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif";

const text = {
  labelColor: palette.muted.light,
  titleColor: palette.muted.light,
  titleFontWeight: 'normal',
} as const;
const size = { labelFontSize: 12, titleFontSize: 12 } as const;

/** How every chart looks: quiet axes, text no smaller than 12 px, titles at the left edge. */
export const chartConfig: Config = {
  font: fontFamily,
  background: undefined,
  padding: 0,
  numberFormat: '.6~g',
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'bounds',
    fontSize: 15,
    fontWeight: 'bold',
    color: palette.ink.light,
    subtitleFontSize: 12,
    subtitleColor: palette.muted.light,
    subtitlePadding: 4,
    offset: 14,
  },
  axis: {
    ...text,
    ...size,
    labelPadding: 5,
    titlePadding: 8,
    ticks: false,
    domain: false,
    gridColor: palette.grid.light,
    domainColor: palette.rule.light,
    tickColor: palette.rule.light,
    labelOverlap: 'greedy',
    labelSeparation: 8,
    labelFlush: false,
  },
  axisX: { grid: false, domain: true, ticks: true, tickSize: 4, labelAngle: 0 },
  axisY: {
    titleAngle: 0,
    titleAlign: 'left',
    titleAnchor: 'start',
    titleY: -12,
    titleX: 0,
    titleBaseline: 'bottom',
  },
  legend: {
    ...text,
    ...size,
    orient: 'top',
    title: null,
    symbolSize: 90,
    labelLimit: 240,
    offset: 30,
    columnPadding: 16,
  },
  header: { labelColor: palette.ink.light, labelFontSize: 12, labelFontWeight: 'bold', title: null },
  range: { category: [...series] },
  bar: { color: palette.blue.light, fillOpacity: 0.5 },
  line: { color: palette.blue.light, strokeWidth: 2 },
  point: { color: palette.blue.light, filled: true, size: 40, opacity: 1 },
  rule: { color: palette.ink.light },
  text: { color: palette.muted.light, fontSize: 12 },
};
