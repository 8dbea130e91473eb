import { readersOf } from '../../../src/catalog/registry.ts';
import { dpkgCopyright, licencesOf } from '../../../src/catalog/system/copyright.ts';
import { dpkgStatus } from '../../../src/catalog/system/dpkg.ts';
import type { Found } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';
import { fromTrivy, syftColumns, syftFiles, trivyColumns } from './system-columns.ts';
import * as kit from './system-kit.ts';

/** Debian: trivy and syft test the licences and the database apart. */
export const judgeDpkg: kit.Judge = (it) => {
  if (it.id.includes('parse_copyright')) return syftCopyright(it);
  if (it.id.includes('copyright_test')) {
    const { said } = kit.read(dpkgCopyright, `/${it.options.filePath}`, kit.first(it));
    const findings: readonly Case[] = it.expect.want?.licenses?.[0]?.findings ?? [];
    return differs(kit.spdxNames(said?.licences), kit.asSet(findings.map(({ name }) => name)));
  }
  return it.id.startsWith('trivy:') ? trivyDpkg(it) : syftDpkg(it);
};

/** syft takes nothing out of a file that is not machine-readable: what ours find there is no mistake of theirs or ours. */
function syftCopyright(it: Case): string | null {
  const isFree = !/^\s*Format:/.test(kit.textOf(it)) && it.expect.expected.length === 0;
  return isFree ? null : differs(licencesOf(kit.textOf(it)), kit.asSet(it.expect.expected));
}

/** Trivy draws no edges for Pre-Depends; the format knows them. */
function trivyDpkg(it: Case): string | null {
  const isNamed = Object.keys(it.files).some((path) => path.includes('lib/dpkg/'));
  const files = isNamed ? Object.entries(it.files) : [['var/lib/dpkg/status', kit.first(it)] as const];
  const readings = files.flatMap(([name, content]) => {
    const text = kit
      .bytesOf(content)
      .toString()
      .replaceAll(/^Pre-Depends:.*\n/gm, '');
    return readersOf(`/${name}`).map((reader) => kit.read(reader, `/${name}`, text));
  });
  const listed = readings.flatMap(({ owned }) => owned ?? []);
  const packages = readings.flatMap((reading) =>
    reading.packages.map((found): Found => {
      const its = listed.filter(
        ({ of }) => of === `deb:${found.name}` || of === `deb:${found.name}:${found.architecture}`,
      );
      return { ...found, owns: [...(found.owns ?? []), ...its.flatMap((it) => it.files)] };
    }),
  );
  const theirs: readonly Case[] = it.expect.want.packageInfos?.[0]?.packages ?? [];
  return kit.comparePackages(
    packages.map((found) => ({ ...trivyColumns(found), needs: kit.edgesOf(found, packages, false) })),
    theirs.map(fromTrivy),
  );
}

function syftDpkg(it: Case): string | null {
  const { packages } = kit.read(dpkgStatus, '/var/lib/dpkg/status', kit.first(it));
  const licences: string[] | undefined = it.options?.expectedLicenses;
  // An entry without a version is none to dpkg.
  const theirs = (it.expect.expected as readonly Case[]).filter(({ version }) => version !== undefined);
  const miss = licences
    ? differs(kit.asSet(packages.flatMap((found) => found.licences ?? [])), kit.asSet(licences))
    : null;
  return miss ?? kit.comparePackages(packages.map(syftColumns), theirs.map(fromSyftDpkg));
}

const fromSyftDpkg = (it: Case): Case => ({
  name: it.package,
  version: it.version,
  architecture: it.architecture,
  source: `${it.source || it.package}@${it.sourceVersion || it.version}`,
  maintainer: it.maintainer,
  needs: kit.bareNames([...(it.depends ?? []), ...(it.preDepends ?? [])]),
  provides: kit.bareNames(it.provides),
  files: syftFiles(it.files),
});
