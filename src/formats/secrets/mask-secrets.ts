import { locate, type SecretOptions } from './find-secrets.ts';
import { mask } from './mask.ts';

/**
 * The text with every secret's value replaced by its mask, for all that leaves the process: evidence, logs, reports.
 * Names count here as in an environment: showing too little is the better mistake.
 */
export function maskSecrets(
  text: string,
  options: SecretOptions = { names: 'variables' },
  maskOf: (secret: string) => string = mask,
): string {
  let masked = text;
  // Hits are capped per look, so a text with more of them is looked at until none is left; each round removes some.
  for (let hits = locate(masked, options); hits.length > 0; hits = locate(masked, options)) {
    let at = 0;
    let next = '';
    for (const { span } of hits) {
      next += masked.slice(at, span.start) + maskOf(masked.slice(span.start, span.end));
      at = span.end;
    }
    next += masked.slice(at);
    if (next === masked) return next;
    masked = next;
  }
  return masked;
}

/** The same, with as many lines as the text has: of a secret over several lines each further one is an ellipsis. */
function maskSecretLines(text: string): string {
  return maskSecrets(text, { names: 'variables' }, (secret) => {
    const lines = secret.split('\n');
    const first = lines.findIndex((line) => line.trim() !== '');
    return lines.map((line, index) => (index === first ? mask(secret) : line.trim() && '…')).join('\n');
  });
}

const OLD_ENV = /^([ \t]*(?:ONBUILD[ \t]+)?ENV[ \t]+(\w+)[ \t]+)([^\s=].*)$/i;
const GOES_ON = /[\\`][ \t]*$/;

/** The same of a Dockerfile's text: in `ENV NAME value` all behind the name is its value, also on the lines that it goes on to. */
export function maskDockerfileLines(text: string): string {
  const lines = text.split('\n');
  const masked = [...lines];
  for (let at = 0; at < lines.length; at++) {
    const [, before, name = '', first = ''] = OLD_ENV.exec(lines[at] ?? '') ?? [];
    if (before === undefined) continue;
    const begin = at;
    while (at + 1 < lines.length && GOES_ON.test(lines[at] ?? '')) at++;
    const value = [first, ...lines.slice(begin + 1, at + 1)].map((line) => line.replace(GOES_ON, '').trim()).join(' ');
    const assigned = `${name}="${value.trim().replaceAll(/["\\]/g, '')}"`;
    const shown = maskSecrets(assigned);
    if (shown === assigned) continue;
    masked[begin] = `${before}${shown.slice(name.length + 2, -1)}`;
    masked.fill('…', begin + 1, at + 1);
  }
  return maskSecretLines(masked.join('\n'));
}
