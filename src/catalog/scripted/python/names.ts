/** One spelling for each name (PEP 503): `Foo_Bar.baz` is `foo-bar-baz`. */
export const normalised = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

/** A name as PEP 508 has it, at the beginning of a requirement. */
export function requirementName(requirement: string): string {
  const [name = ''] = /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(requirement.trimStart()) ?? [];
  let end = name.length;
  while (end > 0 && '._-'.includes(name.charAt(end - 1))) end -= 1; // a pattern at the end costs the square of the length
  return name.slice(0, end);
}

/** Needed only when an extra is asked for. */
export function isForExtra(requirement: string): boolean {
  const marker = requirement.indexOf(';');
  return marker >= 0 && /\bextra\s*==/.test(requirement.slice(marker));
}
