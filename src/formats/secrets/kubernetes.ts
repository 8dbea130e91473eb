import type { SecretRule, Sighting } from './rule.ts';

const KIND = /^[ \t]{0,20}["']?kind["']?[ \t]{0,8}:[ \t]{0,8}["']?secret["']?[ \t\r]{0,40}$/im;
const DATA = /^([ \t-]{0,20})["']?data["']?[ \t]{0,8}:[ \t\r]{0,40}$/i;
const ENTRY =
  /^[ \t]+["']?[\w.-]{1,250}["']?[ \t]{0,8}:[ \t]{0,8}(?:[|>][+-]?)?[ \t]{0,8}["']?([A-Za-z0-9+/]*={0,2})["']?[ \t\r]*$/;
const FOLDED = /^[ \t]+([A-Za-z0-9+/]{8,}={0,2})[ \t\r]*$/;
/** Without what fills it up: seven bytes. */
const SHORTEST = 10;
const MOST = 50;

/** A Kubernetes manifest of a Secret: base64 is no encryption. */
export const KUBERNETES_SECRET: SecretRule = {
  id: 'kubernetes-secret',
  aliases: ['kubernetes-secret-yaml'],
  keywords: ['kind: secret', 'kind: "secret', "kind: 'secret", 'kind": "secret', 'kind:secret', 'kind":"secret'],
  window: { before: 8000, after: 24_000 },
  look: (text, start, end) =>
    documentsOf(text.slice(start, end)).flatMap(({ at, document }) => {
      const from = start + at;
      if (!KIND.test(document)) return inJson(from, document);
      return entriesOf(document).map((entry) => sighting(from + entry.at, entry.value));
    }),
};

/** What stands between `---` lines. */
function documentsOf(text: string): readonly { readonly at: number; readonly document: string }[] {
  const found: { at: number; document: string }[] = [];
  for (let at = 0; at < text.length; ) {
    const stop = text.indexOf('\n---', at);
    const end = stop === -1 ? text.length : stop;
    found.push({ at, document: text.slice(at, end) });
    at = end + 4;
  }
  return found;
}

function entriesOf(document: string): readonly { readonly at: number; readonly value: string }[] {
  const found: { at: number; value: string }[] = [];
  let indent: number | null = null;
  let at = 0;
  for (const line of document.split('\n')) {
    const data = DATA.exec(line);
    const depth = line.search(/[^ \t]/);
    if (data) indent = data[1]?.length ?? 0;
    else if (indent !== null && depth !== -1 && depth <= indent) indent = null;
    else if (indent !== null && depth !== -1) {
      const value = ENTRY.exec(line)?.[1] ?? FOLDED.exec(line)?.[1] ?? '';
      if (isEncoded(value) && found.length < MOST) found.push({ at: at + line.lastIndexOf(value), value });
    }
    at += line.length + 1;
  }
  return found;
}

/** The same manifest as JSON: `"kind": "Secret"` with `"data": { "name": "…" }`. */
function inJson(from: number, document: string): readonly Sighting[] {
  const data = /"kind"\s{0,8}:\s{0,8}"Secret"/.test(document)
    ? /"data"\s{0,8}:\s{0,8}\{([^{}]{0,8000})\}/.exec(document)
    : null;
  if (!data) return [];
  const offset = data.index + data[0].length - 1 - (data[1]?.length ?? 0);
  return [...(data[1] ?? '').matchAll(/:\s{0,8}"([A-Za-z0-9+/]{8,7000}={0,2})"/g)]
    .filter((match) => isEncoded(match[1] ?? ''))
    .slice(0, MOST)
    .map((match) =>
      sighting(from + offset + match.index + match[0].length - 1 - (match[1]?.length ?? 0), match[1] ?? ''),
    );
}

function isEncoded(value: string): boolean {
  return value.replace(/=+$/, '').length >= SHORTEST && value.length % 4 === 0;
}

function sighting(start: number, value: string): Sighting {
  const isPublic = /^-----BEGIN (?:CERTIFICATE|PUBLIC)/.test(
    Buffer.from(value.slice(0, 64), 'base64').toString('latin1'),
  );
  return { start, end: start + value.length, value, confidence: isPublic ? 'low' : 'high' };
}
