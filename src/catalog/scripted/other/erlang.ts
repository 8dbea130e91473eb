import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
import { unique } from '../../shared/values.ts';

/** mix.lock of Elixir: a map of tuples, one a line. */
export const mixLock: Reader = { cataloguer: 'elixir-lock', says: 'declared', names: ['mix.lock'], read: readMix };

interface Locked {
  readonly found: Found;
  readonly needs: readonly string[];
}

function readMix(file: CatalogFile): Reading | null {
  const locked = linesOf(textOf(file.bytes)).flatMap((line, index): Locked[] => {
    const lines = [index + 1, index + 1] as const;
    const [, app, name, version, hash] =
      /^\s*"([^"]+)":\s*\{:hex,\s*:"?([\w.-]+)"?,\s*"([^"]*)",\s*"([^"]*)"/.exec(line) ?? [];
    if (app !== undefined && name !== undefined && version !== undefined) {
      const needs = [...line.matchAll(/\{:"?([\w.-]+)"?,\s*"/g)].map(([, need = '']) => need);
      return [{ found: { type: 'hex', name, version, ...given('integrity', hash), lines }, needs }];
    }
    const [, gitApp, url, ref] = /^\s*"([^"]+)":\s*\{:git,\s*"([^"]+)",\s*"([^"]*)"/.exec(line) ?? [];
    if (gitApp === undefined || url === undefined || ref === undefined) return localIn(line, lines);
    const qualifiers = { vcs_url: `git+${url}@${ref}` };
    return [{ found: { type: 'hex', name: gitApp, version: ref, qualifiers, lines }, needs: [] }];
  });
  const versions = new Map(locked.map(({ found }) => [found.name, found.version]));
  const packages = locked.map(({ found, needs }) => ({
    ...found,
    ...given('requires', unique(needs.filter((it) => versions.has(it)).map((it) => `${it}@${versions.get(it)}`))),
  }));
  return reading('elixir-lock', file, packages);
}

/** A folder beside the project: there, and of no version. */
function localIn(line: string, lines: readonly [number, number]): Locked[] {
  const [, name] = /^\s*"([^"]+)":\s*\{:path,/.exec(line) ?? [];
  return name === undefined ? [] : [{ found: { type: 'hex', name, version: '', lines }, needs: [] }];
}

/** rebar.lock of Erlang: a list of tuples with the depth that each was found in. */
export const rebarLock: Reader = {
  cataloguer: 'erlang-lock',
  says: 'declared',
  names: ['rebar.lock'],
  read: readRebar,
};

const HEX = /\{<<"([^"]+)">>,\s*\{pkg,\s*<<"([^"]+)">>,\s*<<"([^"]+)">>[^}]{0,200}\},\s*(\d+)\}/g;
const GIT = /\{<<"([^"]+)">>,\s*\{(?:git|git_subdir|hg),\s*"([^"]+)",\s*\{ref,\s*"([^"]+)"\}[^}]{0,200}\},\s*(\d+)\}/g;

function readRebar(file: CatalogFile): Reading | null {
  const source = textOf(file.bytes);
  const hex = [...source.matchAll(HEX)].map(([, , name = '', version = '', depth]): Found => {
    return { type: 'hex', name, version, isDirect: depth === '0' };
  });
  const git = [...source.matchAll(GIT)].map(([, name = '', url, ref = '', depth]): Found => {
    return { type: 'hex', name, version: ref, isDirect: depth === '0', qualifiers: { vcs_url: `git+${url}@${ref}` } };
  });
  return reading('erlang-lock', file, [...hex, ...git]);
}

/** Applications that are there: `ebin/name.app`, one Erlang term. */
export const otpApplication: Reader = {
  cataloguer: 'erlang-otp',
  says: 'installed',
  extensions: ['.app'],
  mostBytes: 1 << 20,
  read: readApplication,
};

function readApplication(file: CatalogFile): Reading | null {
  const source = linesOf(textOf(file.bytes))
    .map((line) => line.split('%', 1)[0] ?? '')
    .join('\n');
  const [, quoted, plain] = /^\s*\{\s*application\s*,\s*(?:'([^'\n]+)'|([a-z]\w*))\s*,/.exec(source) ?? [];
  const name = quoted ?? plain;
  if (name === undefined) return null;
  const [, version = ''] = /\{\s*vsn\s*,\s*"([^"\n]*)"\s*\}/.exec(source) ?? [];
  const [, needs = ''] = /\{\s*applications\s*,\s*\[([^\]]{0,5000})\]/.exec(source) ?? [];
  const requires = needs
    .split(',')
    .map((it) => it.trim().replace(/^'|'$/g, ''))
    .filter((it) => it !== '');
  return reading('erlang-otp', file, [{ type: 'otp', name, version, ...given('requires', unique(requires)) }]);
}
