import { locate, type SecretOptions } from './find-secrets.ts';
import { mask } from './mask.ts';

/**
 * The text with every secret's value replaced by its mask, for all that leaves the process: evidence, logs, reports.
 * Names count here as in an environment: showing too little is the better mistake.
 */
export function maskSecrets(text: string, options: SecretOptions = { names: 'variables' }): string {
  let masked = text;
  // Hits are capped per look, so a text with more of them is looked at until none is left; each round removes some.
  for (let hits = locate(masked, options); hits.length > 0; hits = locate(masked, options)) {
    let at = 0;
    let next = '';
    for (const { span } of hits) {
      next += masked.slice(at, span.start) + mask(masked.slice(span.start, span.end));
      at = span.end;
    }
    next += masked.slice(at);
    if (next === masked) return next;
    masked = next;
  }
  return masked;
}
