import { depsJson } from '../../../src/catalog/compiled/dotnet/deps-json.ts';
import { packagesLock } from '../../../src/catalog/compiled/dotnet/packages-lock.ts';
import { packagesConfig, packagesProps } from '../../../src/catalog/compiled/dotnet/packages-xml.ts';
import { peProgram } from '../../../src/catalog/compiled/dotnet/pe-program.ts';
import { readBuildInfo } from '../../../src/catalog/compiled/go/build-info.ts';
import { goBinary } from '../../../src/catalog/compiled/go/go-binary.ts';
import { goMod, leastLibrary, modulesOf, readGoMod } from '../../../src/catalog/compiled/go/go-mod.ts';
import { goSum } from '../../../src/catalog/compiled/go/go-sum.ts';
import { packagesOf } from '../../../src/catalog/compiled/go/modules.ts';
import { cargoAuditable, readDependencyList } from '../../../src/catalog/compiled/rust/cargo-auditable.ts';
import { cargoLock } from '../../../src/catalog/compiled/rust/cargo-lock.ts';
import type { ExecutableReader, Found, Reader, Reading } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';
import { bytesOf, filesFor, judgeBy, judgePaths, judgeReadings, type Way } from './kit.ts';

type Judge = (it: Case) => string | null;

/** Packages that a file was given as what a reader takes out of it, or the file itself. */
const readingOf = (path: string, packages: readonly Found[] | null): Reading | null =>
  packages && { cataloguer: 'test', path, packages };

const way = (reader: Reader, more: Partial<Way> = {}): Way => ({ reader, ...more });

/** Files that are not executable are none of ours either, for they are not executables at all. */
const judgeNothing =
  (reader: ExecutableReader): Judge =>
  ({ files }) =>
    Object.entries(files).every(([path, it]) => reader.read({ path: `/${path}`, bytes: bytesOf(it) }) === null)
      ? null
      : 'read';

const judgeGoBinary: Judge = (it) => {
  const file = it.files[it.input];
  const info = file.goBuildInfo
    ? { goVersion: file.goBuildInfo.goVersion, modules: file.goBuildInfo.modinfo }
    : readBuildInfo(bytesOf(file));
  return judgeReadings([readingOf(it.input, info && packagesOf(info))], way(goMod), it);
};

/** The module itself has no version, so it is none of our packages: its needs are those that are direct. */
const judgeGoMod: Judge = (it) => {
  const [file] = filesFor(goMod, it);
  const mod = file ? readGoMod(file.bytes.toString('utf8')) : null;
  if (mod === null) return judgeReadings([], way(goMod), it);
  const { replace, useMinVersion } = it.options ?? {};
  const library = useMinVersion === true ? leastLibrary(mod) : null;
  const found = [...modulesOf(replace === false ? { ...mod, replaces: [] } : mod), ...(library ? [library] : [])];
  const expect = (theirs: { relationship: string }) => theirs.relationship !== 'root';
  const root = (it.expect.wantDeps as readonly Case[] | undefined)?.find(({ id }) => id === mod.module); // their shape
  const direct = found.filter(({ isDirect }) => isDirect).map(({ name, version }) => `${name}@${version}`);
  const miss = root
    ? differs(
        direct.sort(),
        (root.dependsOn as string[]).toSorted((left, right) => (left < right ? -1 : 1)),
      )
    : null;
  // Needs and licences of the modules themselves stand in the module cache.
  return (
    miss ??
    judgeReadings([readingOf('/go.mod', found)], way(goMod, { expect, knowsLicence: () => false }), withoutEdges(it))
  );
};

export function withoutEdges(it: Case): Case {
  const text = JSON.stringify(it.expect, (key, value: unknown) =>
    key === 'dependsOn' || key === 'wantDeps' ? undefined : value,
  );
  return { ...it, expect: JSON.parse(text) as Case }; // the same shape, less two keys
}

export const goJudges: Readonly<Record<string, Judge>> = {
  'golang/binary': judgeGoBinary,
  'golang/mod': judgeGoMod,
  'golang/sum': judgeBy(way(goSum)),
  'language/golang/binary': judgeNothing(goBinary),
  'language/golang/mod': judgeGoMod,
  golang: judgeGoMod,
};

const judgeRustBinary: Judge = (it) => {
  const file = it.files[it.input];
  const read = file.cargoAuditable ? readDependencyList(Buffer.from(file.cargoAuditable, 'base64')) : { fault: 'none' };
  return judgeReadings([readingOf(it.input, 'fault' in read ? null : read.crates)], way(cargoLock), it);
};

export const rustJudges: Readonly<Record<string, Judge>> = {
  'rust/binary': judgeRustBinary,
  'rust/cargo': judgeBy(way(cargoLock)),
  'language/rust/binary': judgeNothing(cargoAuditable),
  'language/rust/cargo': judgeBy(way(cargoLock)),
  rust: judgeBy(way(cargoLock)),
};

/** trivy leaves out what is only needed to develop. */
const keep = ({ isDev }: Found) => isDev !== true;

const judgeNuget: Judge = (it) => {
  const files = Object.keys(it.files);
  const reader = files.some((path) => path.endsWith('.config')) ? packagesConfig : packagesLock;
  // Licences stand in the folder of unpacked packages.
  return judgeBy(way(reader, { keep, knowsLicence: () => false }))(it);
};

const executable: Reader = {
  cataloguer: 'pe',
  says: 'installed',
  paths: /./,
  where: peProgram.where ?? (() => true),
  read: () => null,
};

const judgeDotnetPaths: Judge = (it) => {
  const { $call } = it.options?.cataloger ?? {};
  if ($call === 'NewDotnetDepsCataloger') return judgePaths([depsJson])(it);
  return judgePaths($call === 'NewDotnetPortableExecutableCataloger' ? [executable] : [depsJson, executable])(it);
};

export const dotnetJudges: Readonly<Record<string, Judge>> = {
  'dotnet/core_deps': judgeBy(way(depsJson)),
  'language/dotnet/deps': judgeBy(way(depsJson)),
  'nuget/config': judgeBy(way(packagesConfig, { keep })),
  'nuget/lock': judgeBy(way(packagesLock)),
  'language/dotnet/nuget': judgeNuget,
  'nuget/packagesprops': judgeBy(way(packagesProps)),
  'language/dotnet/packagesprops': judgeBy(way(packagesProps)),
  dotnet: judgeDotnetPaths,
};
