/** Without dots, doubled and trailing slashes, as Go cleans a path. */
export function cleanPath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isAbsolute) parts.push(part);
  }
  const whole = `${isAbsolute ? '/' : ''}${parts.join('/')}`;
  return whole === '' ? '.' : whole;
}

/** Paths one below the other; what is empty does not count. */
export function joinPaths(...paths: readonly string[]): string {
  const whole = paths.filter((path) => path !== '').join('/');
  return whole === '' ? '' : cleanPath(whole);
}
