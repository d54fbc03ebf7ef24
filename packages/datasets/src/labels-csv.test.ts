import { describe, expect, it } from 'vitest';
import { classesOf, decodeLabelsCsv } from './labels-csv.js';

describe('decodeLabelsCsv', () => {
  it('reads files and labels by the names of their columns', () => {
    expect(decodeLabelsCsv('label,size,file\ncat,3,a.png\ndog,4,b.png')).toEqual([
      { file: 'a.png', label: 'cat' },
      { file: 'b.png', label: 'dog' },
    ]);
  });

  it('reads labels alone, in order', () => {
    expect(decodeLabelsCsv('label\n7\n2\n')).toEqual([{ label: '7' }, { label: '2' }]);
  });

  it('reads quotes, commas, line ends in cells, CRLF, a byte order mark and empty lines', () => {
    expect(
      decodeLabelsCsv('\uFEFFfile,label\r\n"a ""big"" one, b.png","two\nlines"\r\n\r\nc.png,\r\n'),
    ).toEqual([
      { file: 'a "big" one, b.png', label: 'two\nlines' },
      { file: 'c.png', label: '' },
    ]);
    expect(decodeLabelsCsv('file,label\na.png,')).toEqual([{ file: 'a.png', label: '' }]);
  });

  it.each([
    ['an empty table', '', 'the first line is ""'],
    ['no column of labels', 'file,class\na,b', 'the first line is "file,class"'],
    ['a short row', 'file,label\na.png', 'row 1 has 1 cells; the first line has 2'],
    ['an open quote', 'label\n"cat', 'row 1 has a stray or unclosed quote after character 6'],
    ['a stray quote', 'label\nca"t', 'row 1 has a stray or unclosed quote'],
  ])('names %s', (_, text, message) => {
    expect(() => decodeLabelsCsv(text)).toThrow(message);
  });
});

describe('classesOf', () => {
  it('orders whole numbers as numbers and names by code point', () => {
    expect(classesOf('f', ['10', '9', '10'])).toEqual({
      classNames: ['9', '10'],
      indices: Uint8Array.of(1, 0, 1),
    });
    expect(classesOf('f', ['b', 'a10', 'a9']).classNames).toEqual(['a10', 'a9', 'b']);
  });
  it('refuses more classes than a byte can tell apart', () => {
    const labels = Array.from({ length: 257 }, (_, i) => `class ${i}`);
    expect(() => classesOf('imageFolder', labels)).toThrow('imageFolder: there are 257 classes');
    expect(classesOf('imageFolder', labels.slice(1)).classNames.length).toBe(256);
  });
});
