"""Prints the advance widths of packages/viz/src/svg/arial-width.ts, from Arimo's TTF files (fontTools 4.68).

Usage: python tools/golden/arial-widths.py
"""
from fontTools.ttLib import TTFont

FOLDER = 'node_modules/@expo-google-fonts/arimo'
BEYOND_ASCII = '°±²³·µ×ßäöüÄÖÜéèêàçñåøæ–—‘’“”…→−√≈≤≥∞'


def widths(style):
    font = TTFont(f'{FOLDER}/{style}/Arimo_{style}.ttf')
    cmap, metrics = font.getBestCmap(), font['hmtx'].metrics
    assert font['head'].unitsPerEm == 2048
    return lambda text: [metrics[cmap[ord(c)]][0] for c in text]


if __name__ == '__main__':
    characters = ''.join(map(chr, range(0x20, 0x7F))) + BEYOND_ASCII
    for style in ('400Regular', '700Bold'):
        print(style, *widths(style)(characters))
