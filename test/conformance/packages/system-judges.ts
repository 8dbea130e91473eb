import { purlFor } from '../../../src/catalog/package-purl.ts';
import { readersOf } from '../../../src/catalog/registry.ts';
import { alpmDesc } from '../../../src/catalog/system/alpm.ts';
import { apkInstalled } from '../../../src/catalog/system/apk.ts';
import { dpkgCopyright, licencesOf } from '../../../src/catalog/system/copyright.ts';
import { dpkgStatus } from '../../../src/catalog/system/dpkg.ts';
import { licenceGroupsOf } from '../../../src/catalog/system/portage.ts';
import { rpmDatabase, rpmManifest } from '../../../src/catalog/system/rpm/index.ts';
import type { Found } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';
import * as kit from './system-kit.ts';

const first = ({ input, files }: Case): unknown => files[input] ?? Object.values(files)[0];

/** Debian: trivy and syft test the licences and the database apart. */
export const judgeDpkg: kit.Judge = (it) => {
  if (it.id.includes('parse_copyright')) return syftCopyright(it);
  if (it.id.includes('copyright_test')) {
    const { said } = kit.read(dpkgCopyright, `/${it.options.filePath}`, first(it));
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
  const files = isNamed ? Object.entries(it.files) : [['var/lib/dpkg/status', first(it)] as const];
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

const trivyColumns = (found: Found): Case => ({
  name: found.name,
  version: found.version,
  architecture: found.architecture,
  source: kit.sourceOf(found),
  maintainer: found.maintainer,
  licences: kit.spdxNames(found.licences),
  files: relative(found.owns?.filter(({ isFolder }) => !isFolder).map(({ path }) => path)),
  digest: found.integrity,
});

const relative = (paths: readonly string[] | undefined): string[] =>
  kit.asSet(paths?.map((path) => path.replace(/^\//, '')));

const fromTrivy = (it: Case): Case => ({
  name: it.name,
  version: kit.fullVersion(it.epoch, it.version, it.release),
  architecture: it.arch,
  source: `${it.srcName}@${kit.fullVersion(it.srcEpoch, it.srcVersion, it.srcRelease)}`,
  maintainer: it.maintainer,
  needs: kit.asSet(it.dependsOn),
  ...(it.licenses && { licences: kit.asSet(it.licenses) }),
  ...(it.installedFiles && { files: relative(it.installedFiles) }),
});

function syftDpkg(it: Case): string | null {
  const { packages } = kit.read(dpkgStatus, '/var/lib/dpkg/status', first(it));
  const licences: string[] | undefined = it.options?.expectedLicenses;
  // An entry without a version is none to dpkg.
  const theirs = (it.expect.expected as readonly Case[]).filter(({ version }) => version !== undefined);
  const miss = licences
    ? differs(kit.asSet(packages.flatMap((found) => found.licences ?? [])), kit.asSet(licences))
    : null;
  return miss ?? kit.comparePackages(packages.map(syftColumns), theirs.map(fromSyftDpkg));
}

const syftColumns = (found: Found): Case => ({
  name: found.name,
  version: found.version,
  architecture: found.architecture,
  source: kit.sourceOf(found),
  maintainer: found.maintainer,
  needs: kit.asSet(found.requires),
  provides: kit.asSet(found.provides),
  files: kit.filesOf(found.owns),
  folders: kit.asSet(found.owns?.filter(({ isFolder }) => isFolder).map(({ path }) => path)),
  licences: kit.asSet(found.licences),
  purl: purlFor(found, null),
});

const syftFiles = (files: readonly Case[] | undefined): string[] =>
  kit.asSet(files?.map(({ path, digest }) => `${path} ${digest ? digestOf(digest) : ''}`));

const digestOf = ({ algorithm, value }: Case): string =>
  algorithm.includes('sha1')
    ? `sha1:${Buffer.from(value.slice(2), 'base64').toString('hex')}`
    : `${algorithm}:${value}`;

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

export const judgeApk: kit.Judge = (it) => {
  const { packages } = kit.read(apkInstalled, '/lib/apk/db/installed', first(it));
  if (it.expect.wantPkgs) {
    const ours = packages.map((found): Case => ({ ...trivyColumns(found), needs: kit.edgesOf(found, packages, true) }));
    const theirs: readonly Case[] = it.expect.wantPkgs;
    const files = kit.asSet(ours.flatMap((found) => found.files));
    return (
      kit.comparePackages(
        ours,
        theirs.map((wanted) => ({ ...fromTrivy(wanted), digest: wanted.digest })),
      ) ?? (it.expect.wantFiles ? differs(files, relative(it.expect.wantFiles)) : null)
    );
  }
  const theirs: readonly Case[] = [it.expect.expected].flat();
  return kit.comparePackages(packages.map(apkColumns), theirs.map(fromSyftApk));
};

/** Syft does not say what is a folder. */
const apkColumns = (found: Found): Case => {
  const columns = syftColumns(found);
  return { ...columns, files: kit.asSet([...columns.files, ...columns.folders.map((it: string) => `${it} `)]) };
};

const fromSyftApk = ({ name, version, licenses, metadata }: Case): Case => ({
  name,
  version,
  architecture: metadata.architecture,
  source: `${metadata.originPackage || name}@${version}`,
  maintainer: metadata.maintainer,
  licences: kit.asSet(licenses),
  needs: kit.bareNames(metadata.dependencies),
  provides: kit.bareNames(metadata.provides),
  files: syftFiles(metadata.files),
});

/** Paths that a tool chooses out of a folder: ours look at all of them, and perhaps at more. */
const judgeGlobs: kit.Judge = ({ expect }) => {
  const overlooked = (expect.expected as string[]).filter((path) => readersOf(`/${path}`).length === 0); // a list of paths
  return overlooked.length > 0 ? `nobody looks at ${overlooked.join(', ')}` : null;
};

export const judgeAlpm: kit.Judge = (it) => {
  if (Array.isArray(it.expect.expected)) return judgeGlobs(it);
  const { licenses, alpmDBEntry: entry } = it.expect.expected;
  const { packages } = kit.read(alpmDesc, `/${it.input}`, first(it));
  const wanted: Case = {
    name: entry.package,
    version: entry.version,
    architecture: entry.architecture,
    source: `${entry.basePackage}@${entry.version}`,
    maintainer: entry.packager,
    licences: kit.asSet(licenses.split('\n')),
    needs: kit.bareNames(entry.depends),
    provides: kit.bareNames(entry.provides),
  };
  return kit.comparePackages(packages.map(syftColumns), [wanted]);
};

export const judgePortage: kit.Judge = (it) => {
  if (it.id.includes('TestParseLicenseGroups'))
    return differs(Object.fromEntries(licenceGroupsOf(kit.textOf(it))), it.expect.expected);
  const readings = Object.entries(it.files).flatMap(([path, file]) =>
    readersOf(`/${path}`).map((reader) => kit.read(reader, `/${path}`, file)),
  );
  const said = readings.flatMap((reading) => reading.said?.licences ?? []);
  const ours = readings.flatMap(({ packages }) => packages).map((found) => ({ ...syftColumns(found), licences: said }));
  const theirs: readonly Case[] = it.expect.expectedPackages;
  return kit.comparePackages(
    ours,
    theirs.map(({ name, version, purl, metadata }) => ({
      name,
      version,
      purl,
      files: syftFiles(metadata.files),
      licences: metadata.licenses.split(' '),
    })),
  );
};

export const judgeRpm: kit.Judge = (it) => {
  const { expect } = it;
  if (it.id.includes('Globs')) return judgeGlobs(it);
  const isManifest = it.input.endsWith('container-manifest-2');
  const { packages } = kit.read(isManifest ? rpmManifest : rpmDatabase, `/${it.input}`, first(it));
  if (expect.packages) return kit.comparePackages(packages.map(rpmColumns), expect.packages.map(fromRpmdb));
  if (expect.expected) return kit.comparePackages(packages.map(rpmColumns), expect.expected.map(fromSyftRpm));
  const found = packages.filter(({ name }) => name === expect.package);
  const files: readonly Case[] = expect.wantInstalledFiles ?? [];
  return (
    kit.comparePackages(found.map(rpmColumns), [fromRpmdb(expect.want)]) ??
    differs(
      kit.asSet(
        found[0]?.owns?.map(({ path, digest, sizeBytes = 0 }) => `${path} ${digest?.split(':')[1] ?? ''} ${sizeBytes}`),
      ),
      kit.asSet(files.map(({ path, digest = '', size }) => `${path} ${digest} ${size}`)),
    )
  );
};

const rpmColumns = (found: Found): Case => ({
  ...syftColumns(found),
  sourceRpm: found.qualifiers?.upstream,
  size: found.installedBytes,
});

const fromRpmdb = (it: Case): Case => ({
  name: it.name,
  version: kit.fullVersion(it.epoch, it.version, it.release),
  architecture: it.arch,
  sourceRpm: it.sourceRpm,
  size: it.size,
  licences: it.license === undefined ? undefined : [it.license],
  maintainer: it.vendor,
  ...(it.provides && { provides: kit.asSet(it.provides) }),
  ...(it.requires && { needs: kit.asSet(it.requires) }),
});

const fromSyftRpm = ({ name, version, purl, licenses, metadata }: Case): Case => ({
  name,
  version,
  purl,
  architecture: metadata.arch,
  sourceRpm: metadata.sourceRpm,
  size: metadata.size,
  maintainer: metadata.vendor,
  ...(licenses && { licences: licenses }),
  ...(metadata.provides && { provides: kit.asSet(metadata.provides) }),
});
