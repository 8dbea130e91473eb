import type { EnvValue, Target } from '../domain/index.ts';
import { maskSecrets } from '../formats/index.ts';

/** The folder as the person named it. */
export function shownFolder({ subject }: Target): string {
  return subject.kind === 'folder' ? subject.path : '.';
}

/** A word as a shell reads it. */
export function quoted(word: string): string {
  // a value that is made anew for each run has to be expanded by the shell
  if (word.includes('$(')) return `"${word.replace(/["`\\]/g, '\\$&')}"`;
  return literal(word);
}

/** A word that the shell is to leave as it is, whatever is in it. */
export function literal(word: string): string {
  return /^[\w@%+=:,./…-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const MADE: Readonly<Record<Exclude<EnvValue, string>['generate'], string>> = {
  hex16: 'openssl rand -hex 16',
  hex32: 'openssl rand -hex 32',
  uuid: 'uuidgen',
  'base64-32': 'openssl rand -base64 32',
};

/** `NAME=value` as a shell sets it; secrets are masked, generated values made anew. */
export function assigned(env: Readonly<Record<string, EnvValue>>): readonly string[] {
  return Object.entries(env).map(([name, value]) => {
    if (typeof value !== 'string') return `${name}="$(${MADE[value.generate]})"`;
    return `${name}=${literal(maskSecrets(`${name}=${value}`).slice(name.length + 1))}`;
  });
}

interface Request {
  readonly path: string;
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** A request with `curl`, status line and headers shown. `place` is `host:port`, as the shell is to read it. */
export function curlLine(place: string, { path, method = 'GET', headers = {}, body }: Request): string {
  const sent = Object.entries(headers).map(
    ([name, value]) => `-H ${literal(`${name}: ${maskSecrets(`${name}=${value}`).slice(name.length + 1)}`)}`,
  );
  const json =
    body !== undefined && /^\s*[[{]/.test(body) && !Object.keys(headers).some((it) => /^content-type$/i.test(it));
  return [
    'curl -i',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...sent,
    ...(json ? ["-H 'content-type: application/json'"] : []),
    ...(body === undefined ? [] : [`--data-raw ${literal(maskSecrets(body))}`]),
    `"http://${place}"${path === '/' ? '/' : literal(path)}`,
  ].join(' ');
}
