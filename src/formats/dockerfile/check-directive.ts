/** What `# check=…` asks for. */
export interface CheckOptions {
  /** Rules that are switched off: names, case-sensitive. */
  readonly skip: 'all' | ReadonlySet<string>;
  /** Rules that are switched on though they are experimental; `skip` does not touch those. */
  readonly experimental: 'all' | ReadonlySet<string>;
  /** A finding fails the build. */
  readonly error: boolean;
}

const NOTHING: CheckOptions = { skip: new Set(), experimental: new Set(), error: false };
const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);
const MOST_PARTS = 3;

/**
 * Reads the value of a `check` directive, or of the build argument BUILDKIT_DOCKERFILE_CHECK that stands in for it:
 * `skip=A,B;error=true;experimental=all`, cut at the first blank.
 */
export function readCheckOptions(value: string): CheckOptions | { readonly fault: string } {
  const text = value.trim().split(/\s/, 1)[0] ?? '';
  if (text === '') return NOTHING;
  let options = NOTHING;
  for (const part of partsOf(text)) {
    const equals = part.indexOf('=');
    if (equals < 0) return { fault: `invalid check option "${part}"` };
    const key = part.slice(0, equals).trim();
    const wanted = part.slice(equals + 1).trim();
    if (key === 'skip') options = { ...options, skip: names(wanted) };
    else if (key === 'experimental') options = { ...options, experimental: names(wanted) };
    else if (key !== 'error') return { fault: `invalid check option "${key}"` };
    else if (TRUE.has(wanted) || FALSE.has(wanted)) options = { ...options, error: TRUE.has(wanted) };
    else return { fault: `failed to parse check option "${part}"` };
  }
  return options;
}

/** At most three; what is behind the second `;` is one part, however many more it holds. */
function partsOf(text: string): readonly string[] {
  const all = text.split(';');
  return all.length <= MOST_PARTS ? all : [...all.slice(0, MOST_PARTS - 1), all.slice(MOST_PARTS - 1).join(';')];
}

function names(list: string): 'all' | ReadonlySet<string> {
  return list === 'all' ? 'all' : new Set(list.split(',').map((name) => name.trim()));
}

const IN_COMMENT = /^check\s*=\s*(\S.*)$/i;

/** Whether a comment above an instruction is a `check=…` of its own, and no description. */
export function isCheckComment(comment: string): boolean {
  return IN_COMMENT.test(comment);
}

/** What the comments right above an instruction ask for: the first `check=…` counts, and a broken one asks for nothing. */
export function checkOptionsAbove(comments: readonly string[]): CheckOptions | null {
  const value = comments.map((comment) => IN_COMMENT.exec(comment)?.[1]).find((it) => it !== undefined);
  const options = value === undefined ? null : readCheckOptions(value);
  return options && !('fault' in options) ? options : null;
}

/** Whether a rule speaks: an experimental one only where it is switched on, another one unless it is switched off. */
export function isSpoken(
  rule: string,
  isExperimental: boolean,
  file: CheckOptions,
  above: CheckOptions | null,
): boolean {
  const names = (of: 'skip' | 'experimental') =>
    [file, above].some((options) => options !== null && (options[of] === 'all' || options[of].has(rule)));
  return isExperimental ? names('experimental') : !names('skip');
}
