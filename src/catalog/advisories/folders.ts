type Environment = Readonly<Record<string, string | undefined>>;

/** Where `tickproof advisories update` puts the data; null on a machine without a home. */
export function dataFolder(env: Environment): string | null {
  return below(env, 'advisories');
}

/** Where indexes of advisory data are kept. */
export function indexFolder(env: Environment): string | null {
  return below(env, 'advisory-index');
}

function below(env: Environment, name: string): string | null {
  if (env['TICKPROOF_CACHE']) return `${env['TICKPROOF_CACHE']}/${name}`;
  if (env['XDG_CACHE_HOME']) return `${env['XDG_CACHE_HOME']}/tickproof/${name}`;
  const home = env['HOME'] ?? env['USERPROFILE'];
  return home ? `${home}/.cache/tickproof/${name}` : null;
}
