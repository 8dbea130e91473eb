const WORDS =
  /^(?:<.*>|\[.*\]|%.*%|\{\{.*|\*+|\.{3,}|-+|x{3,}|null|nil|none|undefined|true|false|yes|no|on|off|change[-_ ]?(?:me|this|it)?.*|replace[-_ ]?(?:me|this|with)?.*|your?[-_ ].*|my[-_ ]?(?:secret|password|token|key).*|example.*|sample.*|placeholder.*|dummy.*|fake.*|redacted|masked|hidden|todo|fixme|insert[-_ ].*|enter[-_ ].*|put[-_ ].*|some[-_ ]?(?:secret|password|token|value).*|(?:the[-_ ])?(?:pass(?:word|wd)?|passphrase|secret|token|api[-_]?key|key|user(?:name)?|login|string|str|bool|number|bytes|text|value|required|optional|default|empty))$/i;

/** `$VAR`, `${VAR}`, `$(command)`, `{{ template }}`, `%(name)s`, `#{…}`, `@value@`: filled in elsewhere. */
const VARIABLE = /^(?:\$[\w({]|\{\{|\{%|%[({]|#\{|@\w+@$|<%|\{[\w.]+\}$|\\?\$\{)|\$\{|\{\{|\$\(|%\(\w+\)s/;

/** A path, a file reference or a URL without credentials is a place where a secret is, not the secret. */
const PATH = /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|file:|\w+:\/\/[^@]*$)/;

const CODE =
  /^(?:process\.env|os\.(?:environ|getenv)|env[.[(]|getenv|self\.|this\.|req\.|config\.|settings\.|function\b|new\b|await\b|lambda\b|return\b)|[()]|^\w+(?:\.\w+){2,}$|=>|::/;

/** Fingerprints are public: sha and md5 sums, key ids of GPG, integrity values. */
const HASH = /^(?:sha(?:1|256|384|512)[-:=].*|md5[-:=].*)$/i;

/** A value that only stands where a secret would stand. */
export function isPlaceholder(value: string): boolean {
  if (value === '' || value.includes('…')) return true;
  if (WORDS.test(value) || VARIABLE.test(value) || HASH.test(value)) return true;
  return /^(.)\1*$/.test(value) || /^(?:0?123456789?0?|abc123|12345678?|qwerty)$/.test(value);
}

/** What names an identity, a place or code rather than holding a secret: judged for name rules only. */
export function isReferenceOrCode(value: string): boolean {
  return PATH.test(value) || CODE.test(value);
}

/** Shannon entropy in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
