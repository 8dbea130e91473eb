import { expect, it } from 'vitest';
import { isPattern, judgedLicence, permits } from './licence-lists.ts';

it.each([
  ['MIT', true],
  ['GPL-2.0-only WITH Classpath-exception-2.0', true],
  ['LicenseRef-own', true],
  ['AGPL-*', true],
  ['Apache 2.0', true],
  ['*', false],
  ['Frobnicate', false],
  ['MIT OR Zlib', false],
  ['MIT AND', false],
])('takes %s for an entry of a list: %s', (text, expected) => {
  expect(isPattern(text)).toBe(expected);
});

const licence = (id: string, more: object = {}) => ({ id, isLater: false, exception: null, ...more });

it.each([
  ['MIT', licence('MIT'), true],
  ['mit', licence('MIT'), true],
  ['Apache 2.0', licence('Apache-2.0'), true],
  ['LicenseRef-own', licence('LicenseRef-own'), true],
  ['LicenseRef-own', licence('LicenseRef-other'), false],
  ['MIT', licence('Zlib'), false],
  ['MIT-*', licence('MIT-0'), true],
  ['MIT-*', licence('MITNFA'), false],
  ['CDDL-1.0+', licence('CDDL-1.0', { isLater: true }), true],
  ['CDDL-1.0+', licence('CDDL-1.0'), false],
  ['GPL-2.0-only', licence('GPL-2.0-only', { exception: 'Classpath-exception-2.0' }), true],
  ['GPL-2.0-only with classpath-exception-2.0', licence('GPL-2.0-only'), false],
])('an entry %s speaks of %j: %s', (entry, of, expected) => {
  expect(permits({ allow: [], deny: [entry] }, of)).toBe(!expected);
  expect(permits({ allow: [entry], deny: [] }, of)).toBe(expected);
});

it('lets what is allowed with its exception by name go before what is denied without', () => {
  const of = licence('GPL-2.0-only', { exception: 'Classpath-exception-2.0' });
  const named = 'GPL-2.0-only WITH Classpath-exception-2.0';
  expect(permits({ allow: [named], deny: ['GPL-*'] }, of)).toBe(true);
  expect(permits({ allow: [named], deny: [named] }, of)).toBe(false);
  expect(permits({ allow: ['GPL-*'], deny: ['GPL-*'] }, of)).toBe(false);
  expect(permits({ allow: ['MIT', named], deny: [] }, licence('GPL-2.0-only'))).toBe(false);
});

it.each([
  [['MIT', 'GPL-3.0-only', 'AGPL-3.0-only'], 'GPL-3.0-only', false],
  [['MIT', 'Own terms'], null, true],
  [['MIT'], null, false],
  [['MIT OR GPL-3.0-only'], null, false],
  [[], null, true],
])('of declarations %j, %s is refused, and some unheard of: %s', (licences, refused, unheardOf) => {
  expect(judgedLicence(licences, { allow: [], deny: ['GPL-*', 'AGPL-*'] })).toEqual({ refused, unheardOf });
});
