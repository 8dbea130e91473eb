import type { OsRelease } from '../domain/index.ts';

/** Ids of distributions whose advisories go under another name; what is not here keeps its id. */
const FAMILIES: Readonly<Record<string, string>> = {
  amzn: 'amazon',
  ol: 'oracle',
  redhat: 'rhel',
  alma: 'almalinux',
  opensuse: 'opensuse-leap',
  suse: 'sles',
  sled: 'sles',
  sles_sap: 'sles',
  'sl-micro': 'sle-micro',
  'sle-micro-rancher': 'sle-micro',
  'cbl-mariner': 'mariner',
};

/** Files that a distribution of Red Hat's kind, or an old one, names itself in; the first that is understood counts. */
const RELEASE_FILES = [
  'etc/oracle-release',
  'etc/almalinux-release',
  'etc/rocky-release',
  'etc/fedora-release',
  'usr/lib/fedora-release',
  'etc/centos-release',
  'etc/redhat-release',
  'etc/system-release',
  'etc/SuSE-release',
];

const MARKS: readonly (readonly [RegExp, string])[] = [
  [/^CentOS Stream/i, 'centos-stream'],
  [/^CentOS/i, 'centos'],
  [/^Rocky/i, 'rocky'],
  [/^AlmaLinux/i, 'almalinux'],
  [/^Oracle/i, 'oracle'],
  [/^Fedora/i, 'fedora'],
  [/^Amazon/i, 'amazon'],
  [/^Red ?Hat/i, 'rhel'],
  [/^openSUSE/i, 'opensuse-leap'],
  [/^SUSE/i, 'sles'],
];

/**
 * The distribution, from the files of /etc that name it (paths with or without a leading slash); null where none does.
 * os-release decides who it is; Debian and Alpine tell their point release in a file of their own.
 */
export function osReleaseOf(files: ReadonlyMap<string, string>): OsRelease | null {
  const text = (path: string) => files.get(path) ?? files.get(`/${path}`) ?? null;
  const release = ofOsRelease(text('etc/os-release')) ?? ofOsRelease(text('usr/lib/os-release'));
  const [debian, alpine] = [firstLine(text('etc/debian_version')), firstLine(text('etc/alpine-release'))];
  if (release) return pointed(release, debian, alpine);
  return ofReleaseFiles(text) ?? ofLsbRelease(text('etc/lsb-release')) ?? ofVersionFiles(debian, alpine);
}

/** Whether Ubuntu's extended support is switched on, from the state that its client keeps. */
export function hasExtendedSupport(files: ReadonlyMap<string, string>): boolean {
  const path = 'var/lib/ubuntu-advantage/status.json';
  const text = files.get(path) ?? files.get(`/${path}`);
  try {
    const { services } = JSON.parse(text ?? '') as { services?: unknown }; // looked at below
    return (
      Array.isArray(services) &&
      services.some(
        (it: { name?: unknown; status?: unknown } | null) => it?.name === 'esm-infra' && it.status === 'enabled',
      )
    );
  } catch {
    return false;
  }
}

function ofOsRelease(text: string | null): OsRelease | null {
  const fields = assignments(text ?? '');
  const id = fields.get('ID')?.toLowerCase();
  if (!id) return null;
  const isStream = id === 'centos' && /stream/i.test(fields.get('NAME') ?? '');
  return {
    family: isStream ? 'centos-stream' : familyOf(id),
    version: fields.get('VERSION_ID') ?? '',
    codename: fields.get('VERSION_CODENAME') || fields.get('UBUNTU_CODENAME') || null,
    prettyName: fields.get('PRETTY_NAME') || fields.get('NAME') || null,
  };
}

/** `12` becomes `12.11`; what is coming has a name where a version would be. */
function pointed(release: OsRelease, debian: string, alpine: string): OsRelease {
  const point = release.family === 'debian' ? debian : release.family === 'alpine' ? alpine : '';
  const isFiner = point !== '' && (release.version === '' || point.startsWith(`${release.version}.`));
  return isFiner ? { ...release, version: point, codename: release.codename ?? codenameOf(point) } : release;
}

/** `CentOS Linux release 7.9.2009 (Core)`; of SUSE's old file the fields follow. */
function ofReleaseFiles(text: (path: string) => string | null): OsRelease | null {
  for (const path of RELEASE_FILES) {
    const content = text(path) ?? '';
    const line = firstLine(content);
    const family = MARKS.find(([mark]) => mark.test(line))?.[1];
    const version = / release (\d[\w.]*)/i.exec(line)?.[1] ?? susesVersion(content);
    if (family !== undefined && version !== null)
      return { family, version, codename: /\(([^()]+)\)\s*$/.exec(line)?.[1] ?? null, prettyName: line };
  }
  return null;
}

function susesVersion(content: string): string | null {
  const version = /^VERSION = ([\d.]+)\s*$/m.exec(content)?.[1];
  const patch = /^PATCHLEVEL = (\d+)\s*$/m.exec(content)?.[1];
  return version === undefined ? null : patch === undefined || patch === '0' ? version : `${version}.${patch}`;
}

function ofLsbRelease(text: string | null): OsRelease | null {
  const fields = assignments(text ?? '');
  const id = fields.get('DISTRIB_ID')?.toLowerCase();
  if (!id) return null;
  return {
    family: familyOf(id),
    version: fields.get('DISTRIB_RELEASE') ?? '',
    codename: fields.get('DISTRIB_CODENAME') || null,
    prettyName: fields.get('DISTRIB_DESCRIPTION') || null,
  };
}

function ofVersionFiles(debian: string, alpine: string): OsRelease | null {
  if (alpine !== '') return { family: 'alpine', version: alpine, codename: null, prettyName: null };
  return debian === '' ? null : { family: 'debian', version: debian, codename: codenameOf(debian), prettyName: null };
}

/** `trixie/sid`. */
function codenameOf(version: string): string | null {
  return /^[a-z]/.test(version) ? (version.split('/')[0] ?? null) : null;
}

function familyOf(id: string): string {
  return Object.hasOwn(FAMILIES, id) ? (FAMILIES[id] ?? id) : id;
}

function firstLine(text: string | null): string {
  return (text ?? '').trimStart().split('\n', 1)[0]?.trim() ?? '';
}

/** Shell-like assignments; quotes of either kind are taken off, escapes with them. The last of a name counts. */
function assignments(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const cut = line.indexOf('=');
    if (cut > 0 && !line.startsWith('#')) fields.set(line.slice(0, cut).trim(), unquoted(line.slice(cut + 1).trim()));
  }
  return fields;
}

function unquoted(value: string): string {
  const [quote] = value;
  const isQuoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote);
  if (!isQuoted) return value;
  const inner = value.slice(1, -1);
  return quote === '"' ? inner.replaceAll(/\\([\\"$`])/g, '$1') : inner;
}
