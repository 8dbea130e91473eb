import { hasExtendedSupport, osReleaseOf } from '../../../src/catalog/os-release.ts';
import { formatPurl, parsePurl } from '../../../src/catalog/purl.ts';
import { executableReaders } from '../../../src/catalog/compiled/index.ts';
import { readersOf } from '../../../src/catalog/registry.ts';
import { type Case, differs } from '../vectors.ts';
import { textOf } from './system-kit.ts';

/** trivy's names of families, as its tests have them, and ours. What is not here, trivy does not know. */
const FAMILIES: Readonly<Record<string, string>> = {
  $ActiveState: 'activestate',
  $Alma: 'almalinux',
  alma: 'almalinux',
  $Alpine: 'alpine',
  $Amazon: 'amazon',
  $Azure: 'azurelinux',
  $Bottlerocket: 'bottlerocket',
  $CBLMariner: 'mariner',
  $CentOS: 'centos',
  centos: 'centos',
  $CentOSStream: 'centos-stream',
  $Chainguard: 'chainguard',
  $CoreOS: 'coreos',
  $Debian: 'debian',
  $Echo: 'echo',
  $Fedora: 'fedora',
  fedora: 'fedora',
  $MinimOS: 'minimos',
  $OpenSUSELeap: 'opensuse-leap',
  $OpenSUSETumbleweed: 'opensuse-tumbleweed',
  $Oracle: 'oracle',
  oracle: 'oracle',
  $Photon: 'photon',
  $RedHat: 'rhel',
  redhat: 'rhel',
  $Rocky: 'rocky',
  rocky: 'rocky',
  $SLEMicro: 'sle-micro',
  $SLES: 'sles',
  $Seal: 'seal',
  $Ubuntu: 'ubuntu',
  ubuntu: 'ubuntu',
  $Wolfi: 'wolfi',
};
const KNOWN = new Set(Object.values(FAMILIES));

/** The distribution's family and version; a release without a version is none to trivy. */
export function judgeOsRelease(it: Case): string | null {
  const path: string =
    it.options?.filePath ?? (it.kind === 'os/release' ? 'etc/os-release' : `etc/${it.input.split('/').at(-1)}`);
  const files = new Map([[path, textOf(it)]]);
  const { os } = it.expect.want ?? {};
  if (path.endsWith('status.json')) return differs(hasExtendedSupport(files), os?.extended === true);
  const found = osReleaseOf(files);
  const ours = found !== null && KNOWN.has(found.family) && found.version !== '' ? [found.family, found.version] : null;
  return differs(ours, os ? [FAMILIES[os.family] ?? os.family, os.name] : null);
}

export function judgePurl(it: Case): string | null {
  const came = made(it);
  return it.expected_failure === true
    ? came === REFUSED
      ? null
      : `${JSON.stringify(came)} instead of a refusal`
    : differs(came, it.expected_output);
}

const REFUSED = Symbol('refused');

function made({ test_type: kind, input }: Case): unknown {
  try {
    if (kind === 'build') return formatPurl(input);
    const purl = parsePurl(input);
    if (kind !== 'parse') return formatPurl(purl);
    return { ...purl, qualifiers: Object.keys(purl.qualifiers).length > 0 ? purl.qualifiers : null };
  } catch {
    return REFUSED;
  }
}

/** Our cataloguers for an analyzer of theirs, where both mean the same files; another one may look at what it leaves. */
const COUNTERPARTS: Readonly<Record<string, readonly string[]>> = {
  'pkg/apk': ['apk'],
  'alpine:TestCataloger_Globs': ['apk'],
  'pkg/dpkg': ['dpkg', 'dpkg-status.d', 'dpkg-copyright'],
  'redhat:Test_DBCataloger_Globs': ['rpm', 'rpm-manifest'],
  'redhat:Test_RPMFileCataloger_Globs': ['rpm-file'],
};

/** What a tool looks at, one of ours does too; we may look at more. */
export function judgePath({ analyzer, path, want }: Case): string | null {
  const absolute = path.startsWith('/') ? path : `/${path}`;
  const looking = readersOf(absolute).map(({ cataloguer }) => cataloguer);
  if (want === true)
    return looking.length > 0 || isRelease(absolute) || isProgram(analyzer, absolute) ? null : 'nobody looks at it';
  const ours = looking.filter((it) => COUNTERPARTS[analyzer]?.includes(it));
  return ours.length > 0 ? `${ours.join(', ')} looks at it` : null;
}

/** The files that `osReleaseOf` wants, which no reader is asked for. */
function isRelease(path: string): boolean {
  return /^\/(?:etc\/(?:[a-z-]+-release|debian_version|SuSE-release)|usr\/lib\/os-release|var\/lib\/ubuntu-advantage\/status\.json)$/i.test(
    path,
  );
}

/** Programs are known by their first bytes: their readers see every one of them. */
function isProgram(analyzer: string, path: string): boolean {
  const isOfPrograms = /binary|^dotnet:/i.test(analyzer) && !/\.(?:json|lock|mod)$/.test(path);
  return isOfPrograms && executableReaders.some((reader) => reader.where?.(path) ?? true);
}
