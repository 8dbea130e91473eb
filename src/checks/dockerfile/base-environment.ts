import { parseReference } from '../../formats/index.ts';
import type { StageBase } from '../../domain/index.ts';

const JAVA = 'JAVA_HOME JAVA_VERSION LANG LC_ALL LANGUAGE';
const JVM_TOOLS = `${JAVA} MAVEN_HOME MAVEN_CONFIG GRADLE_HOME GRADLE_VERSION`;

/** Variables that official images set, besides PATH; of images that are not here nothing is known. */
const SETS: Readonly<Record<string, string>> = {
  alpine: '',
  almalinux: '',
  amazonlinux: '',
  archlinux: 'LANG',
  'buildpack-deps': '',
  busybox: '',
  centos: '',
  debian: '',
  'eclipse-temurin': JAVA,
  fedora: 'DISTTAG FGC FBR container',
  golang: 'GOPATH GOLANG_VERSION GOTOOLCHAIN',
  gradle: JVM_TOOLS,
  maven: JVM_TOOLS,
  nginx: 'NGINX_VERSION NJS_VERSION NJS_RELEASE PKG_RELEASE DYNPKG_RELEASE ACME_VERSION',
  node: 'NODE_VERSION YARN_VERSION',
  openjdk: JAVA,
  oraclelinux: '',
  python:
    'LANG GPG_KEY PYTHON_VERSION PYTHON_SHA256 PYTHON_PIP_VERSION PYTHON_SETUPTOOLS_VERSION PYTHON_GET_PIP_URL PYTHON_GET_PIP_SHA256',
  redis: 'GOSU_VERSION REDIS_VERSION REDIS_DOWNLOAD_URL REDIS_DOWNLOAD_SHA',
  rockylinux: '',
  ruby: 'LANG RUBY_MAJOR RUBY_VERSION RUBY_DOWNLOAD_URL RUBY_DOWNLOAD_SHA256 GEM_HOME BUNDLE_SILENCE_ROOT_WARNING BUNDLE_APP_CONFIG',
  rust: 'RUSTUP_HOME CARGO_HOME RUST_VERSION',
  ubuntu: '',
};

const NO_WORKDIR = new Set(
  'alpine almalinux amazonlinux archlinux buildpack-deps busybox centos debian fedora oraclelinux rockylinux ubuntu'.split(
    ' ',
  ),
);

/** Names of the variables that a base starts a stage with; null where that cannot be told from its name. */
export function variablesOf(base: StageBase): readonly string[] | null {
  if (base.kind === 'scratch') return ['PATH'];
  const name = officialImage(base)?.name ?? null;
  if (name === null || !Object.hasOwn(SETS, name)) return null;
  return ['PATH', ...(SETS[name] ?? '').split(' ').filter((it) => it !== '')];
}

/** Whether a base is known to leave its working directory at `/`. */
export function startsAtRoot(base: StageBase): boolean {
  return base.kind === 'scratch' || NO_WORKDIR.has(officialImage(base)?.name ?? '');
}

/** Whether paths may begin with a drive: by name alone. */
export function isWindows(base: StageBase): boolean {
  return base.kind === 'image' && /windows|nanoserver|servercore/i.test(base.reference);
}

/** `node` and `22` of `docker.io/library/node:22`; null for an image of somebody else. */
export function officialImage(base: StageBase): { readonly name: string; readonly tag: string } | null {
  const parsed = base.kind === 'image' ? parseReference(base.reference) : null;
  if (parsed?.registry !== 'docker.io' || !parsed.repository.startsWith('library/')) return null;
  return { name: parsed.repository.slice('library/'.length), tag: parsed.tag ?? '' };
}
