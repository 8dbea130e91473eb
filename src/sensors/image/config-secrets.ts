import type { ImageConfig, SecretSighting } from '../../domain/index.ts';
import { findSecrets } from '../../formats/secrets/index.ts';

type Where = SecretSighting['where'];

/** Secrets that the config itself shows to everyone who has the image: environment, labels, and commands with their ARG values. */
export function configSecrets({ env, labels, history }: ImageConfig): readonly SecretSighting[] {
  return [
    ...env.flatMap((text) => sightings(text, () => ({ kind: 'env', name: text.split('=', 1)[0] ?? '' }))),
    ...Object.entries(labels).flatMap(([name, value]) =>
      sightings(`${name}=${value}`, () => ({ kind: 'label', name })),
    ),
    ...history.flatMap(({ createdBy, comment }, index) =>
      sightings(`${createdBy}\n${comment ?? ''}`, (name) => ({
        kind: 'history',
        name: name ? `history[${index}] ${name}` : `history[${index}]`,
      })),
    ),
  ];
}

function sightings(text: string, where: (name?: string) => Where): readonly SecretSighting[] {
  return findSecrets(text, { names: 'variables' }).map(({ rule, masked, confidence, name }) => ({
    rule,
    where: where(name),
    masked,
    confidence,
  }));
}
