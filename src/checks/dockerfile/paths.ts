const LONGEST = 4_096; // no kernel goes deeper, and so no build

/** A path of an image, absolute and without detours; relative ones start at the base. */
export function under(base: string, path: string): string {
  if (base.length > LONGEST && !path.startsWith('/')) return base;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether a path is the folder itself or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** Whether a word says where it leads without a variable, a pattern or a home. */
export function isPlainPath(word: string): boolean {
  return word !== '' && !/[$`*?[\]{}~\\"']/.test(word);
}
