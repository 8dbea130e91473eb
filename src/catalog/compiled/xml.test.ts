import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { child, childText, readXml } from './xml.ts';

describe('readXml', () => {
  it('reads elements, attributes, references, CDATA, prefixes and lines', () => {
    const root = readXml(
      '\ufeff<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x "y">]>\n<!-- c -->\n<x:a one="1 &amp; 2"\n two=\'"\'>t&#65;&lt;<b/><![CDATA[<raw>]]>\n<c> v </c></x:a>\n',
    );
    expect(root).toMatchObject({ name: 'a', text: 'tA<<raw>\n', startLine: 4, endLine: 6 });
    if ('fault' in root) throw new Error(root.fault);
    expect([...root.attributes]).toEqual([
      ['one', '1 & 2'],
      ['two', '"'],
    ]);
    expect([childText(root, 'c'), childText(root, 'none'), child(root, 'b')?.startLine]).toEqual(['v', '', 5]);
  });

  it.each(['', 'text', '<a>', '<a></b>', '</a>', '<a/><b/>', '<a', '<a b="', '<!--', '<a><![CDATA[x</a>'])(
    'refuses %s',
    (source) => {
      expect(readXml(source)).toHaveProperty('fault');
    },
  );

  it('keeps entities that a document makes up as they are written', () => {
    expect(readXml('<a>&bomb;&#x110000;</a>')).toMatchObject({ text: '&bomb;&#x110000;' });
  });

  it('ends in a value in time that grows with the length only', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '/', 'a', '"', "'", '=', ' ', '!', '-', '[', ']', '?', '&', ';'),
          maxLength: 300,
        }),
        (source) => {
          expect(readXml(source)).toBeDefined();
        },
      ),
    );
    expect(readXml('<a>'.repeat(100_000))).toHaveProperty('fault');
    expect(readXml(`<a ${'b="'.repeat(100_000)}`)).toHaveProperty('fault');
    expect(readXml(`<a>${'\n<b/>'.repeat(100_000)}</a>`)).toMatchObject({ endLine: 100_001 });
  });
});
