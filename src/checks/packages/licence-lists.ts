import { declaredLicence, isMet, licenceId, readExpression } from '../../formats/licences/index.ts';

/** What a criterion says of licences. */
export interface Wanted {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

interface Licence {
  readonly id: string;
  readonly isLater: boolean;
  readonly exception: string | null;
}

/** An identifier that is known, one with an exception, or the beginning of some: `AGPL-*`. */
export function isPattern(text: string): boolean {
  if (/^[A-Za-z][A-Za-z0-9.+-]*\*$/.test(text)) return true;
  const read = readExpression(text);
  if (read?.kind !== 'licence') return licenceId(text) !== null;
  return licenceId(read.id) !== null || read.id.startsWith('LicenseRef-');
}

/** A list's entry for an identifier speaks of it with an exception as well; one with an exception only of that. */
function isNamed(patterns: readonly string[], { id, isLater, exception }: Licence): 'exactly' | 'so' | null {
  const whole = exception === null ? null : `${id} WITH ${exception}`.toLowerCase();
  if (whole !== null && patterns.some((it) => it.toLowerCase() === whole)) return 'exactly';
  const names = new Set([id, ...(isLater ? [`${id}+`] : [])].map((it) => it.toLowerCase()));
  const matches = (pattern: string): boolean => {
    const wanted = pattern.toLowerCase();
    if (wanted.endsWith('*')) return id.toLowerCase().startsWith(wanted.slice(0, -1));
    return names.has(wanted) || (licenceId(pattern) ?? '').toLowerCase() === id.toLowerCase();
  };
  return patterns.some(matches) ? 'so' : null;
}

/** Whether a licence may be there: what is allowed with its exception by name goes before what is denied without. */
export function permits({ allow, deny }: Wanted, licence: Licence): boolean {
  const allowed = isNamed(allow, licence);
  const denied = isNamed(deny, licence);
  if (denied === 'exactly' || (denied !== null && allowed !== 'exactly')) return false;
  return allow.length === 0 || allowed !== null;
}

/** What of a package's declarations is refused, and whether some of it is not known. Each declaration counts by itself. */
export function judgedLicence(
  licences: readonly string[],
  wanted: Wanted,
): { readonly refused: string | null; readonly unheardOf: boolean } {
  const each = licences.map((it) => declaredLicence([it]));
  const refused = each.find(({ expression }) => expression && !isMet(expression, (it) => permits(wanted, it)));
  return {
    refused: refused?.text ?? null,
    unheardOf: each.length === 0 || each.some(({ expression }) => expression === null),
  };
}
