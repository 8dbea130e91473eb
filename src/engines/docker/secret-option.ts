import type { BuildRequest } from '../../domain/index.ts';

/** One line of CSV, as the client reads it. */
export function secretOption({ id, src, env }: BuildRequest['secrets'][number]): string {
  const fields = [`id=${id}`, src === undefined ? '' : `src=${src}`, env === undefined ? '' : `env=${env}`];
  const quoted = (field: string) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
  return fields
    .filter((it) => it !== '')
    .map(quoted)
    .join(',');
}
