/** A colour by what it is for, on a light and on a dark page. */
interface Shades {
  readonly light: string;
  readonly dark: string;
}

/**
 * The colours of charts and report. The six from `blue` to `grey` are told apart with every common colour blindness and
 * stand out from their page by 3 to 1 or more; ink, muted and blue, which text may have, by 4.5 to 1.
 */
export const palette = {
  page: { light: '#ffffff', dark: '#15171a' },
  ink: { light: '#1b1d20', dark: '#e9eaec' },
  muted: { light: '#5c6168', dark: '#a2a8b0' },
  rule: { light: '#b4b9bf', dark: '#555b63' },
  grid: { light: '#e4e6e9', dark: '#2b2f34' },
  blue: { light: '#0a5bc4', dark: '#5b9df5' },
  orange: { light: '#d9701a', dark: '#ee7f45' },
  green: { light: '#0a9a68', dark: '#3ecf9f' },
  purple: { light: '#b86fb5', dark: '#dd9ad6' },
  ochre: { light: '#6e4200', dark: '#e6d24a' },
  grey: { light: '#6a7077', dark: '#7f858d' },
} as const satisfies Record<string, Shades>;

export type ColourName = keyof typeof palette;

/** What each role in an evaluation is drawn in, the same in every chart. */
export const colours = {
  model: palette.blue.light,
  original: palette.grey.light,
  rival: palette.orange.light,
  floor: palette.grey.light,
  validation: palette.orange.light,
  ink: palette.ink.light,
  muted: palette.muted.light,
} as const;

/** Colours for models, runs or classes side by side; beyond six, tell them apart by place, not by colour. */
export const series: readonly string[] = [
  palette.blue.light,
  palette.orange.light,
  palette.green.light,
  palette.purple.light,
  palette.ochre.light,
  palette.grey.light,
];

/**
 * How a drawing's colours are written: those of a light page, of a dark page, or as CSS variables `var(--blue)` that
 * the page around it sets.
 */
export type Theme = 'light' | 'dark' | 'css';

/** An SVG in the light colours of {@link palette}, in those of the theme. */
export function recolour(svg: string, theme: Theme): string {
  if (theme === 'light') return svg;
  const inTheme = (attribute: string, hex: string) => {
    const name = names.get(hex);
    if (name === undefined) return attribute;
    return theme === 'css' ? `="var(--${name})"` : `="${palette[name].dark}"`;
  };
  return svg.replace(/<[^>]*>/g, (tag) => tag.replace(/="(#[0-9a-f]{6})"/g, inTheme));
}

const names = new Map(
  Object.entries(palette).map(([name, { light }]) => [light as string, name as ColourName]),
);
