import { Resvg } from '@resvg/resvg-js';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const fontFiles = [
  resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf'),
  resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf'),
];

/**
 * An SVG of this package as a PNG file; Node only.
 *
 * Text is set in Arimo, which comes with the package, so that the same bytes come out where no font is installed.
 *
 * @param scale - pixels per unit of the SVG; 2 unless told, for print and dense screens
 * @param background - a CSS colour; white unless told, and the dark page's for a dark drawing
 * @throws Error if the text is not SVG
 */
export function renderPng(svg: string, { scale = 2, background = '#ffffff' } = {}): Uint8Array {
  // resvg knows this value under its older name only.
  const crisp = svg.replaceAll('image-rendering="pixelated"', 'image-rendering="optimizeSpeed"');
  const resvg = new Resvg(crisp, {
    fitTo: { mode: 'zoom', value: scale },
    background,
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Arimo', sansSerifFamily: 'Arimo' },
  });
  return resvg.render().asPng();
}
