import deprecated from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import current from 'spdx-license-ids/index.json' with { type: 'json' };
import { expressionText, licencesIn, type LicenceExpression, readExpression } from './expression.ts';

const KNOWN: ReadonlyMap<string, string> = new Map([...deprecated, ...current].map((id) => [id.toLowerCase(), id]));

/** Names that are in use beside the identifiers, compared without case, blanks and signs. */
const NAMES: readonly (readonly [id: string, ...names: string[]])[] = [
  ['MIT', 'The MIT License', 'MIT License', 'MIT/X11', 'X11 MIT', 'Expat', 'Expat License', 'MIT licence'],
  ['Apache-2.0', 'Apache 2', 'Apache 2.0', 'Apache License', 'Apache License 2.0', 'Apache License, Version 2.0'],
  ['Apache-2.0', 'The Apache Software License, Version 2.0', 'Apache Software License', 'ASL 2.0', 'Apache-2'],
  [
    'BSD-3-Clause',
    'BSD',
    'BSD License',
    'New BSD',
    'BSD 3 Clause',
    'Modified BSD',
    'Revised BSD',
    '3-Clause BSD License',
  ],
  ['BSD-2-Clause', 'Simplified BSD', 'FreeBSD', 'BSD 2 Clause', '2-Clause BSD License'],
  ['ISC', 'ISC License', 'ISCL', 'ISC License (ISCL)'],
  ['MPL-2.0', 'Mozilla Public License 2.0', 'MPL 2.0', 'Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2'],
  ['PSF-2.0', 'PSF', 'PSFL', 'Python Software Foundation License', 'Python-2'],
  ['Unlicense', 'The Unlicense', 'The Unlicense (Unlicense)'],
  ['Zlib', 'zlib License', 'zlib/libpng'],
  ['CC0-1.0', 'CC0', 'CC0 1.0', 'CC0 1.0 Universal'],
  ['Artistic-2.0', 'Artistic 2', 'Artistic License 2.0'],
  ['GPL-2.0-only', 'GPL-2', 'GPL v2', 'GPLv2', 'GNU GPL v2', 'GNU General Public License v2 (GPLv2)'],
  ['GPL-2.0-or-later', 'GPL-2+', 'GPLv2+', 'GPL-2.0+', 'GNU General Public License v2 or later (GPLv2+)'],
  ['GPL-3.0-only', 'GPL-3', 'GPL v3', 'GPLv3', 'GNU GPL v3', 'GNU General Public License v3 (GPLv3)'],
  ['GPL-3.0-or-later', 'GPL-3+', 'GPLv3+', 'GPL-3.0+', 'GNU General Public License v3 or later (GPLv3+)'],
  ['GPL-1.0-or-later', 'GPL-1+', 'GPL-1.0+'],
  ['LGPL-2.0-only', 'LGPL-2', 'LGPLv2', 'LGPL 2'],
  ['LGPL-2.0-or-later', 'LGPL-2+', 'LGPLv2+', 'LGPL-2.0+'],
  ['LGPL-2.1-only', 'LGPL-2.1', 'LGPLv2.1', 'LGPL 2.1'],
  ['LGPL-2.1-or-later', 'LGPL-2.1+', 'LGPLv2.1+'],
  ['LGPL-3.0-only', 'LGPL-3', 'LGPLv3', 'LGPL 3'],
  ['LGPL-3.0-or-later', 'LGPL-3+', 'LGPLv3+', 'LGPL-3.0+'],
  ['AGPL-3.0-only', 'AGPL-3', 'AGPLv3', 'AGPL 3'],
  ['AGPL-3.0-or-later', 'AGPL-3+', 'AGPLv3+', 'AGPL-3.0+'],
];

const BY_NAME: ReadonlyMap<string, string> = new Map(
  NAMES.flatMap(([id, ...names]) => names.map((name) => [keyOf(name), id] as const)),
);

/** Of one package; an expression of more would be nested too deeply to be walked. */
const MOST_NAMES = 500;

/** What licences a package declares, as one expression of SPDX identifiers, and the names that are none. */
export interface Declared {
  /** Null where nothing is declared, or nothing of it is known. */
  readonly expression: LicenceExpression | null;
  readonly text: string | null;
  /** As written. */
  readonly unknown: readonly string[];
}

/** The SPDX identifier of one licence's name, in the case of the list; null where none is known. */
export function licenceId(name: string): string | null {
  const trimmed = name.trim();
  return BY_NAME.get(keyOf(trimmed)) ?? KNOWN.get(trimmed.toLowerCase()) ?? null;
}

/** Several declarations all count; each may be an expression of its own. */
export function declaredLicence(licences: readonly string[]): Declared {
  const unknown: string[] = [];
  let whole: LicenceExpression | null = null;
  const names = new Set(licences.map((it) => it.trim()).filter((it) => it !== ''));
  for (const [index, written] of [...names].entries()) {
    const read = index < MOST_NAMES ? readNamed(written) : null;
    if (!read) {
      unknown.push(written);
      continue;
    }
    for (const { id } of licencesIn(read)) if (!isKnown(id)) unknown.push(id);
    whole = whole ? { kind: 'and', left: whole, right: read } : read;
  }
  const expression = unknown.length === 0 ? whole : null;
  return { expression, text: expression && expressionText(expression), unknown };
}

function readNamed(written: string): LicenceExpression | null {
  const named = licenceId(written);
  if (named !== null) return { kind: 'licence', id: named, isLater: false, exception: null };
  const read = readExpression(written);
  return read && normalised(read);
}

function normalised(expression: LicenceExpression): LicenceExpression {
  if (expression.kind !== 'licence') {
    return { ...expression, left: normalised(expression.left), right: normalised(expression.right) };
  }
  const { id, isLater } = expression;
  const later = isLater ? BY_NAME.get(keyOf(`${id}+`)) : undefined;
  if (later !== undefined) return { ...expression, id: later, isLater: false };
  return { ...expression, id: licenceId(id) ?? id };
}

/** References to a licence's own text are part of the grammar. */
function isKnown(id: string): boolean {
  return KNOWN.has(id.toLowerCase()) || /^(?:DocumentRef-[^:]+:)?LicenseRef-/.test(id);
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/\b(?:the|licen[cs]e|version)\b|[^a-z0-9+.]/g, '');
}
