import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredLicence, expressionText, isMet, licenceId, readExpression } from './index.ts';

describe('an expression', () => {
  it.each([
    ['MIT', 'MIT'],
    ['(MIT)', 'MIT'],
    ['mit or (Apache-2.0 and BSD-3-Clause)', 'mit OR Apache-2.0 AND BSD-3-Clause'],
    ['(MIT OR ISC) AND Zlib', '(MIT OR ISC) AND Zlib'],
    ['GPL-2.0+ WITH Classpath-exception-2.0', 'GPL-2.0+ WITH Classpath-exception-2.0'],
    ['LicenseRef-own', 'LicenseRef-own'],
  ])('reads %s', (text, written) => {
    const read = readExpression(text);
    expect(read && expressionText(read)).toBe(written);
  });

  it.each(['', '(', 'MIT OR', 'AND MIT', 'MIT ISC', 'MIT)', 'MIT WITH', 'MIT; ISC', '(MIT', '()'])(
    'refuses %j',
    (text) => {
      expect(readExpression(text)).toBeNull();
    },
  );

  it('is met by one side of an OR and both of an AND', () => {
    const met = (text: string) => {
      const read = readExpression(text);
      return read && isMet(read, ({ id }) => id === 'MIT');
    };
    expect(met('MIT OR GPL-3.0-only')).toBe(true);
    expect(met('MIT AND GPL-3.0-only')).toBe(false);
  });

  it('ends on any text, and says the same when read again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9 ()+.-]*$/)), (text) => {
        const read = readExpression(text);
        if (read) expect(readExpression(expressionText(read))).not.toBeNull();
      }),
    );
  });
});

describe('what a package declares', () => {
  it.each([
    ['The MIT License', 'MIT'],
    ['apache 2.0', 'Apache-2.0'],
    ['Apache License, Version 2.0', 'Apache-2.0'],
    ['GPL-2+', 'GPL-2.0-or-later'],
    ['bsd-3-clause', 'BSD-3-Clause'],
  ])('%s is %s', (name, id) => {
    expect(licenceId(name)).toBe(id);
  });

  it('puts several together, all of which count', () => {
    expect(declaredLicence(['MIT', 'GPL-2+ OR Apache-2'])).toMatchObject({
      text: 'MIT AND (GPL-2.0-or-later OR Apache-2.0)',
      unknown: [],
    });
  });

  it('keeps the names that nobody knows', () => {
    expect(declaredLicence(['MIT', 'Do What You Like'])).toMatchObject({
      expression: null,
      unknown: ['Do What You Like'],
    });
    expect(declaredLicence(['public-domain'])).toMatchObject({ unknown: ['public-domain'] });
    expect(declaredLicence([])).toEqual({ expression: null, text: null, unknown: [] });
  });

  it('is no expression where it is more than anyone could walk', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `LicenseRef-${index}`);
    expect(declaredLicence(many)).toMatchObject({ expression: null, text: null });
  });
});
