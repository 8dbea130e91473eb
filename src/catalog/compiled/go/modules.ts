import type { Found } from '../../types.ts';
import { given } from '../../shared/reading.ts';
import type { BuildInfo } from './build-info.ts';

interface Module {
  readonly path: string;
  readonly version: string;
  readonly sum: string;
}

/** Modules and settings as `go version -m` prints them. */
interface Build {
  readonly main: Module | null;
  readonly needs: readonly Module[];
  readonly settings: ReadonlyMap<string, string>;
}

/** Packages that a Go program is made of: its main module where its version is known or not, the modules, and the standard library. */
export function packagesOf({ goVersion, modules }: BuildInfo): Found[] {
  const { main, needs, settings } = readModules(modules);
  const library = standardLibrary(goVersion);
  const parts = [...needs.map(foundModule), ...(library ? [library] : [])];
  if (!main || main.path === '') return parts;
  const version = versionOfMain(main, settings);
  return [
    {
      type: 'golang',
      name: main.path,
      version,
      isDirect: true,
      requires: parts.map((it) => `${it.name}@${it.version}`),
    },
    ...parts,
  ];
}

function foundModule({ path, version, sum }: Module): Found {
  return { type: 'golang', name: path, version, ...given('integrity', sum) };
}

function readModules(text: string): Build {
  let main: Module | null = null;
  const needs: Module[] = [];
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [kind = '', path = '', version = '', sum = ''] = line.split('\t');
    if (kind === 'mod') main = { path, version, sum };
    else if (kind === 'dep') needs.push({ path, version, sum });
    else if (kind === '=>') replace(needs, { path, version, sum });
    else if (kind === 'build') setting(settings, path);
  }
  return { main, needs: needs.filter((it) => it.path !== '' && it.version !== '(devel)'), settings };
}

/** A line `=>` stands behind the module that it replaces. A folder has no version: then the module is what it was called. */
function replace(needs: Module[], by: Module): void {
  const last = needs.pop();
  if (last) needs.push(by.version === '' ? last : by);
}

function setting(settings: Map<string, string>, text: string): void {
  const cut = text.indexOf('=');
  if (cut > 0) settings.set(text.slice(0, cut), unquoted(text.slice(cut + 1)));
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value; // Go knows escapes that JSON does not
  }
}

/** `go1.22.1 X:loopvar` is v1.22.1; a development version is none. */
function standardLibrary(goVersion: string): Found | null {
  const [word = ''] = goVersion.split(' ');
  const version = /^go(\d[\w.-]*)$/.exec(word)?.[1];
  return version === undefined ? null : { type: 'golang', name: 'stdlib', version: `v${version}` };
}

/** Built from a checkout the module itself says `(devel)`: then the linker's `-X …version=` or the commit says more. */
function versionOfMain({ path, version }: Module, settings: ReadonlyMap<string, string>): string {
  if (version !== '' && version !== '(devel)') return version;
  return versionOfFlags(path, settings.get('-ldflags') ?? '') ?? '';
}

/** Variables that programs keep their version in, the most trusted first. */
const VARIABLES: readonly ((name: string, path: string) => boolean)[] = [
  (name) => name === 'main.version' || name === 'main.Version' || name === 'main.ver' || name === 'main.semver',
  (name, path) => name.startsWith(path) && /(?:^|[./])(?:version|ver)$/i.test(name),
  (name) => /(?:^|[./])(?:version|ver|semver|gitversion|buildversion|appversion)$/i.test(name),
];

function versionOfFlags(path: string, flags: string): string | null {
  const set = [...flags.matchAll(/(?:^|\s)-X[ =]['"]?([^\s='"]{1,500})=['"]?([^\s'"]{1,200})/g)];
  for (const isVersion of VARIABLES) {
    for (const [, name = '', value = ''] of set) {
      if (isVersion(name, path) && /^v?\d{1,6}\.\d{1,6}(?:\.\d{1,6})?(?:[-+][\w.+-]{1,100})?$/.test(value))
        return value;
    }
  }
  return null;
}
