import type { BuildRequest, BuildSettings, Ports } from '../../domain/index.ts';

/**
 * Secrets as the builder takes them. `src` may name variables (`$TICKPROOF_CA`); an optional secret whose file or
 * variable is not there is left out, one that is required is left to the builder's own complaint.
 */
export function secretsOf(
  secrets: BuildSettings['secrets'],
  folder: string,
  { files, env }: Pick<Ports, 'files' | 'env'>,
): BuildRequest['secrets'] {
  return secrets.flatMap(({ id, src, env: variable, required = true }): BuildRequest['secrets'] => {
    if (src !== undefined) {
      const named = substituted(src, env);
      const path = named === '' ? '' : files.resolve(folder, named);
      const isThere = path !== '' && files.stat(path) !== null;
      return isThere || required ? [{ id, src: path === '' ? src : path }] : [];
    }
    const name = variable ?? id;
    return env[name] !== undefined || required ? [{ id, env: name }] : [];
  });
}

function substituted(text: string, env: Ports['env']): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, braced: string | undefined, bare: string | undefined) => env[braced ?? bare ?? ''] ?? '',
  );
}
