import { randomBytes, randomUUID } from 'node:crypto';
import type { EnvValue } from '../../domain/index.ts';
import { maskSecrets } from '../../formats/index.ts';

/** `NAME=value` for each variable; what is to be generated is made anew. */
export function environmentOf(env: Readonly<Record<string, EnvValue>>): readonly string[] {
  return Object.entries(env).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : generated(value.generate)}`,
  );
}

function generated(kind: Exclude<EnvValue, string>['generate']): string {
  switch (kind) {
    case 'hex16':
      return randomBytes(16).toString('hex');
    case 'hex32':
      return randomBytes(32).toString('hex');
    case 'uuid':
      return randomUUID();
    case 'base64-32':
      return randomBytes(32).toString('base64');
  }
}

const BY_HAND: Readonly<Record<Exclude<EnvValue, string>['generate'], string>> = {
  hex16: '$(openssl rand -hex 16)',
  hex32: '$(openssl rand -hex 32)',
  uuid: '$(uuidgen)',
  'base64-32': '$(openssl rand -base64 32)',
};

/** `-e` options as a person would type them; secrets are masked. */
export function environmentByHand(env: Readonly<Record<string, EnvValue>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => [
    '-e',
    typeof value === 'string' ? maskSecrets(`${name}=${value}`) : `${name}=${BY_HAND[value.generate]}`,
  ]);
}

/** A short text that no other container of the run has. */
export function unique(): string {
  return randomBytes(3).toString('hex');
}
