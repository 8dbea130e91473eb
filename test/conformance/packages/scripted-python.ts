import { pythonDirectUrl } from '../../../src/catalog/scripted/python/direct-url.ts';
import { packageInEgg, pythonEgg } from '../../../src/catalog/scripted/python/egg.ts';
import { readHeaders } from '../../../src/catalog/scripted/python/headers.ts';
import { pythonInstalled } from '../../../src/catalog/scripted/python/installed.ts';
import { normalised } from '../../../src/catalog/scripted/python/names.ts';
import { pipfileLock } from '../../../src/catalog/scripted/python/pipfile-lock.ts';
import { pyproject } from '../../../src/catalog/scripted/python/pyproject.ts';
import { installedFilesOf, pythonRecord, recordOf } from '../../../src/catalog/scripted/python/record.ts';
import { pythonRequirements } from '../../../src/catalog/scripted/python/requirements.ts';
import { setupPy } from '../../../src/catalog/scripted/python/setup-py.ts';
import { pdmLock, poetryLock, pylock, uvLock } from '../../../src/catalog/scripted/python/toml-locks.ts';
import type { Found, OwnedFile } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';
import { bytesOf, filesFor, judgeBy, judgePaths, judgeReadings, type Way } from './kit.ts';

/** What a project needs stands in pyproject.toml, not in a lock file that names it without a version. */
const isLocked = ({ version }: { readonly version: string }): boolean => version !== '';

/** trivy does not follow needs to packages of the category `dev`. */
function withoutDevNeeds(found: Found, it: Case): Found {
  const source = String(it.files[it.input]);
  const dev = [...source.matchAll(/^name = "([^"]+)"\n(?:(?!\[)[^\n]*\n)*?category = "dev"/gm)].map(
    ([, name]) => `${name}@`,
  );
  return { ...found, requires: (found.requires ?? []).filter((need) => !dev.some((name) => need.startsWith(name))) };
}

/** trivy reads what is pinned, from the default group. */
const pinned = ({ version, isDev }: Found): boolean => version !== '' && isDev !== true;

function judgePyproject(it: Case): string | null {
  if (it.expect.want === undefined) return judgeBy({ reader: pyproject })(it);
  const names = filesFor(pyproject, it).flatMap((file) => pyproject.read(file)?.packages ?? []);
  const wanted = JSON.stringify(it.expect.want).match(/"[a-z0-9-]+"(?![:])/g) ?? [];
  const expected = wanted.map((name) => name.slice(1, -1));
  return differs(sorted(names.map(({ name }) => name)), sorted(expected));
}

const sorted = (names: Iterable<string>): string[] =>
  [...new Set(names)].toSorted((left, right) => (left < right ? -1 : 1));

/** syft takes the free text of `License` before the classifiers. */
function freeText(it: Case): Way['licences'] {
  return ({ name }) => {
    for (const file of filesFor(pythonInstalled, it)) {
      const headers = readHeaders(file.bytes.toString());
      if (headers.get('name')?.[0] === name) return headers.get('license')?.slice(0, 1);
    }
    return undefined;
  };
}

function judgePackaging(it: Case): string | null {
  const egg = it.files[it.input]?.jar;
  if (egg === undefined) return judgeBy({ reader: pythonInstalled })(it);
  const entries = Object.entries(egg.text).map(([name, text]) => ({ name, content: () => Buffer.from(String(text)) }));
  const found = packageInEgg(entries);
  const reading = found && { cataloguer: pythonEgg.cataloguer, path: it.input, packages: [found] };
  return judgeReadings([reading], { reader: pythonEgg }, it);
}

function judgeInstalled(it: Case): string | null {
  const readings = filesFor(pythonInstalled, it).map((file) => pythonInstalled.read(file));
  const said = filesFor(pythonDirectUrl, it).flatMap((file) => pythonDirectUrl.read(file)?.said ?? []);
  const joined = readings.map((reading) => {
    const qualifiers = said.find(({ of }) => reading?.path.startsWith(`${of}/`))?.qualifiers;
    return reading && qualifiers
      ? { ...reading, packages: reading.packages.map((found) => ({ ...found, qualifiers })) }
      : reading;
  });
  const miss = judgeReadings(joined, { reader: pythonInstalled, spell: normalised, licences: freeText(it) }, it);
  const listed = filesFor(pythonRecord, { ...it, input: undefined }).map(({ bytes }) =>
    filesIn([...recordOf(bytes.toString())]),
  );
  const wanted = ((it.expect.expectedPackages ?? []) as Case[]).flatMap(
    (
      { metadata }, // syft's packages
    ) => (metadata?.files === undefined ? [] : [filesWanted(metadata.files)]),
  );
  return miss ?? differs(sorted(listed.map((them) => them.join('\n'))), sorted(wanted.map((them) => them.join('\n'))));
}

const filesIn = (files: readonly OwnedFile[]): string[] =>
  files.map(({ path, digest, sizeBytes }) => [path, digest ?? '', sizeBytes ?? ''].join(' '));

function filesWanted(files: readonly Case[]): string[] {
  return files.map(({ path, digest, size }) => {
    const [algorithm, value] = Array.isArray(digest) ? digest : [digest?.algorithm, digest?.value];
    const hex = algorithm === undefined ? '' : `${algorithm}:${Buffer.from(value, 'base64url').toString('hex')}`;
    return [path, hex, size ?? ''].join(' ');
  });
}

/** syft writes names into a purl as the index compares them, the specification keeps their dots. */
const withOneSpelling = (purl: string): string =>
  purl.replace(/^(pkg:pypi\/)([^@]+)/, (_, type: string, name: string) => `${type}${normalised(name)}`);

/** Names that a package needs; what the lock file does not hold, and what extras need, is left to the tool. */
function judgeNeeds(it: Case): string | null {
  const found = filesFor(poetryLock, it).flatMap((file) => poetryLock.read(file)?.packages ?? []);
  const known = new Set(found.map(({ name }) => name));
  for (const { providesRequires: wanted } of it.expect.want as Case[]) {
    // syft's columns
    const ours = found.find(({ name }) => name === wanted.provides[0]);
    const needs = (ours?.requires ?? []).map((need) => need.split('@')[0] ?? '');
    const theirs = ((wanted.requires ?? []) as string[]).filter((name) => known.has(name)); // names
    const miss = ours === undefined ? `${wanted.provides[0]} is missing` : differs(sorted(needs), sorted(theirs));
    if (miss !== null) return `${wanted.provides[0]}: ${miss}`;
  }
  return null;
}

function judgeMetadata(it: Case): string | null {
  const { pythonPackage, licenses } = it.expect.expectedMetadata;
  const expect = { want: [{ ...pythonPackage, licenses: licenses === undefined ? [] : [licenses] }] };
  return judgeBy({ reader: pythonInstalled, licences: freeText(it) })({ ...it, expect });
}

function judgeListed(it: Case, read: (source: string) => readonly OwnedFile[]): string | null {
  const [path = ''] = [it.input, ...Object.keys(it.files)].filter((name) => name in it.files);
  return differs(filesIn(read(bytesOf(it.files[path]).toString())), filesWanted(it.expect.expectedMetadata));
}

const index = [pythonRequirements, pipfileLock, poetryLock, uvLock, pdmLock, setupPy, pylock];

const SYFT: readonly (readonly [RegExp, (it: Case) => string | null])[] = [
  [/IndexCataloger_Globs/, judgePaths(index)],
  [/_Globs/, judgePaths([pythonInstalled])],
  [/InstalledPackageCataloger/, judgeInstalled],
  [/DependencySpecifier/, judgeNeeds],
  [/PdmLock/, judgeBy({ reader: pdmLock, spell: normalised })],
  [/PipFileLock/, judgeBy({ reader: pipfileLock, keep: pinned })],
  [/PoetryLock/, judgeBy({ reader: poetryLock })],
  [/UvLock/, judgeBy({ reader: uvLock })],
  [/EggMetadata/, judgeMetadata],
  [/EggRecord/, (it) => judgeListed(it, (text) => [...recordOf(text)])],
  [/InstalledFiles/, (it) => judgeListed(it, (text) => [...installedFilesOf(text)])],
  [
    /Requirements/,
    judgeBy({
      reader: pythonRequirements,
      spell: normalised,
      spellPurl: withOneSpelling,
      keep: ({ version }) => version !== '',
    }),
  ],
  [/Setup/, judgeBy({ reader: setupPy, spell: normalised })],
];

function python(it: Case): string | null {
  const test = it.id.split(':')[2] ?? '';
  const judge = SYFT.find(([name]) => name.test(test))?.[1];
  return judge === undefined ? 'there is no reader for it' : judge(it);
}

export const pythonJudges = {
  'python/packaging': judgeBy({ reader: pythonInstalled }),
  'python/pip': judgeBy({ reader: pythonRequirements, keep: pinned }),
  'python/pipenv': judgeBy({ reader: pipfileLock, keep: pinned }),
  'python/poetry': judgeBy({ reader: poetryLock, more: withoutDevNeeds }),
  'python/pylock': judgeBy({ reader: pylock }),
  'python/pyproject': judgePyproject,
  'python/uv': judgeBy({ reader: uvLock }),
  'language/python/packaging': judgePackaging,
  'language/python/pip': judgeBy({ reader: pythonRequirements, keep: pinned }),
  'language/python/poetry': judgeBy({ reader: poetryLock }),
  'language/python/pylock': judgeBy({ reader: pylock, keep: isLocked, expect: isLocked }),
  'language/python/uv': judgeBy({ reader: uvLock }),
  python,
};
