import type { Found, Reader } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';

interface Required {
  readonly path: string;
  readonly version: string;
  readonly isIndirect: boolean;
  readonly line: number;
}

interface Replaced {
  readonly path: string;
  /** Empty = whatever version. */
  readonly version: string;
  readonly by: { readonly path: string; readonly version: string };
}

/** What a `go.mod` says. */
export interface GoMod {
  readonly module: string;
  /** The language version, and the toolchain that is asked for. */
  readonly go: string;
  readonly toolchain: string;
  readonly requires: readonly Required[];
  readonly replaces: readonly Replaced[];
  readonly excludes: readonly { readonly path: string; readonly version: string }[];
}

/** Modules that a `go.mod` asks for, as it replaces them, and the least standard library. */
export const goMod: Reader = {
  cataloguer: 'go-mod',
  says: 'declared',
  names: ['go.mod'],
  read: (file) => {
    const mod = readGoMod(textOf(file.bytes));
    if (mod === null) return reading('go-mod', file, [], 'not a go.mod: it names no module');
    const library = leastLibrary(mod);
    return reading('go-mod', file, [...modulesOf(mod), ...(library ? [library] : [])]);
  },
};

/** Null where there is neither module nor requirement. */
export function readGoMod(text: string): GoMod | null {
  const mod: Filling = { module: '', go: '', toolchain: '', requires: [], replaces: [], excludes: [] };
  let block = '';
  for (const [index, raw] of linesOf(text).entries()) {
    const cut = raw.indexOf('//');
    const words = (cut === -1 ? raw : raw.slice(0, cut)).split(/\s+/).filter(Boolean).map(unquoted);
    const comment = cut === -1 ? '' : raw.slice(cut + 2).trim();
    if (words.length === 0) continue;
    if (block !== '' && words[0] === ')') block = '';
    else if (block === '' && words[1] === '(') block = words[0] ?? '';
    else if (block === '') take(mod, words[0] ?? '', words.slice(1), comment, index + 1);
    else take(mod, block, words, comment, index + 1);
  }
  return mod.module === '' && mod.requires.length === 0 ? null : mod;
}

/** The same while it is being filled in. */
type Filling = { -readonly [K in keyof GoMod]: GoMod[K] extends readonly (infer T)[] ? T[] : GoMod[K] };

function take(mod: Filling, verb: string, words: readonly string[], comment: string, line: number): void {
  const [path = '', version = ''] = words;
  if (verb === 'module') mod.module = path;
  else if (verb === 'go') mod.go = path;
  else if (verb === 'toolchain') mod.toolchain = path;
  else if (verb === 'require' && version !== '')
    mod.requires.push({ path, version, line, isIndirect: /^indirect(?:$|[;\s])/.test(comment) });
  else if (verb === 'exclude' && version !== '') mod.excludes.push({ path, version });
  else if (verb === 'replace') {
    const arrow = words.indexOf('=>');
    const [by = '', to = ''] = words.slice(arrow + 1);
    if (arrow > 0) mod.replaces.push({ path, version: arrow > 1 ? version : '', by: { path: by, version: to } });
  }
}

const unquoted = (word: string) => word.replace(/^(["`])([^"`]*)\1$/, '$2');

/** The modules without the excluded ones, replaced where the file says so; a module replaced by a folder has no version to speak of. */
export function modulesOf({ requires, replaces, excludes }: GoMod): Found[] {
  return requires
    .filter((it) => !excludes.some((no) => no.path === it.path && no.version === it.version))
    .flatMap((it): Found[] => {
      const replacement = replaces.find(
        (by) => by.path === it.path && (by.version === '' || by.version === it.version),
      );
      if (replacement && replacement.by.version === '') return [];
      const { path, version } = replacement?.by ?? it;
      return [{ type: 'golang', name: path, version, isDirect: !it.isIndirect, lines: [it.line, it.line] }];
    });
}

/** Since Go 1.21 the lines `go` and `toolchain` are the least version that may build it. */
export function leastLibrary({ go, toolchain }: GoMod): Found | null {
  const version =
    /^go(\d+\.\d+(?:\.\d+)?(?:rc\d+)?)/.exec(toolchain)?.[1] ?? /^1\.(?:2[1-9]|[3-9]\d)(?:\.\d+)?$/.exec(go)?.[0];
  return version === undefined ? null : { type: 'golang', name: 'stdlib', version: `v${version}`, isDirect: true };
}
