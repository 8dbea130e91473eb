/** A folder as the way to it: another step costs the same however deep it is, and a text is made only of what is asked for. */
export interface Folder {
  readonly path: string;
  readonly above: Folder | null;
}

const ROOT: Folder = { path: '/', above: null };

/** Where a WORKDIR leads to, cleaned: `..` goes up, and stays at the root. */
export function entered(from: Folder | null, path: string): Folder {
  let here = path.startsWith('/') ? ROOT : (from ?? ROOT);
  for (const part of path.split('/')) {
    if (part === '..') here = here.above ?? ROOT;
    else if (part !== '' && part !== '.') here = { path: `${here.above ? `${here.path}/` : '/'}${part}`, above: here };
  }
  return here;
}
