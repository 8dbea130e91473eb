import type { Stage } from '../../domain/index.ts';
import { chainOf, eachCommand, flagValue, matchesReference, parseReference } from '../../formats/index.ts';

/** The C library that programs of an image are loaded with; `none`: there is no loader, only static programs run. */
export interface Libc {
  readonly kind: 'glibc' | 'musl' | 'none';
  /** Of glibc, where the name tells the release of the distribution: 2.36 is 36. */
  readonly minor: number | null;
}

/** What a stage begins with, as far as its text tells. */
export interface Root {
  /** The image's reference, or `scratch`. */
  readonly reference: string;
  readonly libc: Libc | null;
  /** As written, where it is no default. */
  readonly platform: string | null;
  readonly stage: Stage | null;
}

const GLIBC: Libc = { kind: 'glibc', minor: null };
const MUSL: Libc = { kind: 'musl', minor: null };
const NONE: Libc = { kind: 'none', minor: null };

/** glibc of a release by the name that tags give it. */
const RELEASES: readonly (readonly [RegExp, number])[] = [
  [/^(?:stretch|debian9)$/, 24],
  [/^bionic$/, 27],
  [/^(?:buster|debian10|ubi8|el8)$/, 28],
  [/^(?:focal|bullseye|debian11)$/, 31],
  [/^(?:ubi9|el9)$/, 34],
  [/^jammy$/, 35],
  [/^(?:bookworm|debian12)$/, 36],
  [/^(?:noble|ubi10|el10)$/, 39],
  [/^(?:trixie|debian13)$/, 41],
];
/** The same by distribution and the number of its release. */
const NUMBERED: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  debian: [
    ['9', 24],
    ['10', 28],
    ['11', 31],
    ['12', 36],
    ['13', 41],
  ],
  ubuntu: [
    ['18.04', 27],
    ['20.04', 31],
    ['22.04', 35],
    ['24.04', 39],
  ],
  amazonlinux: [
    ['2023', 34],
    ['2', 26],
  ],
};
const RED_HAT = new Set(['almalinux', 'centos', 'oraclelinux', 'rockylinux']);
const RED_HAT_RELEASES: NonNullable<(typeof NUMBERED)[string]> = [
  ['10', 39],
  ['7', 17],
  ['8', 28],
  ['9', 34],
];
const OTHER_DISTRIBUTIONS = new Set(['archlinux', 'fedora', 'photon', 'clearlinux', 'wolfi-base']);
/** Official images that are Debian or Ubuntu unless their tag says otherwise. */
export const OFFICIAL = new Set(
  'buildpack-deps cassandra clojure dart eclipse-temurin elixir erlang gcc golang gradle groovy haskell httpd ibm-semeru-runtimes jetty julia mariadb maven memcached mongo mono mysql nginx node openjdk perl php postgres pypy python r-base rabbitmq redis ruby rust sapmachine swift tomcat'.split(
    ' ',
  ),
);

/** The C library of an image by its name; null where the name does not tell. `known`: what the person says, by pattern. */
export function libcOf(reference: string, known: Readonly<Record<string, Libc['kind']>> = {}): Libc | null {
  const said = Object.entries(known).find(([pattern]) => matchesReference(reference, [pattern]));
  if (said) return { kind: said[1], minor: null };
  const parsed = parseReference(reference);
  if (!parsed) return null;
  const path = parsed.repository.toLowerCase();
  const tag = (parsed.tag ?? '').toLowerCase();
  const words = `${path}/${tag}`.split(/[^a-z0-9.]+/);
  const isMusl = words.some((word) => /^(?:alpine[\d.]*|musl)$/.test(word));
  if (isMusl) return words.includes('glibc') ? null : MUSL;
  if (/(?:^|\/)(?:distroless|chainguard)\/static/.test(path)) return NONE;
  const release = RELEASES.find(([name]) => words.some((word) => name.test(word)));
  if (release) return { kind: 'glibc', minor: release[1] };
  return isGlibc(path) ? { kind: 'glibc', minor: numbered(path, tag) } : null;
}

function isGlibc(path: string): boolean {
  if (/(?:^|\/)(?:distroless|bitnami|wolfi|opensuse)\/|(?:^|\/)dotnet\/(?:sdk|aspnet|runtime)/.test(path)) return true;
  if (/(?:^|\/)ubi(?:-\w+)*$|^oven\/bun$|^denoland\/deno$/.test(path)) return true;
  const name = officialName(path);
  return (
    name !== null &&
    (OFFICIAL.has(name) || RED_HAT.has(name) || OTHER_DISTRIBUTIONS.has(name) || Object.hasOwn(NUMBERED, name))
  );
}

/** The name of an official image, also where a mirror has it; null for somebody's own of the same name. */
export function officialName(path: string): string | null {
  const parts = path.split('/');
  return parts.length === 1 || parts.at(-2) === 'library' ? (parts.at(-1) ?? null) : null;
}

/** The same of a reference. */
export function officialOf(reference: string): string | null {
  const parsed = parseReference(reference);
  return parsed && officialName(parsed.repository);
}

function numbered(path: string, tag: string): number | null {
  const name = officialName(path) ?? '';
  const releases = RED_HAT.has(name) ? RED_HAT_RELEASES : Object.hasOwn(NUMBERED, name) ? (NUMBERED[name] ?? []) : [];
  const [number = ''] = tag.split('-');
  return releases.find(([release]) => number === release || number.startsWith(`${release}.`))?.[1] ?? null;
}

/** Only distributions of musl have the one, only those of glibc the others. Wolfi has the one too, and is known by its name. */
const MANAGERS: readonly (readonly [RegExp, Libc])[] = [
  [/^apk$/, MUSL],
  [/^(?:apt|apt-get|dpkg|dnf|yum|microdnf|tdnf|zypper|pacman)$/, GLIBC],
];

/** What a stage begins with; where the name of the base does not tell, the package manager that it is used with does. */
export function rootOf(
  stages: readonly Stage[],
  stage: Stage,
  known: Readonly<Record<string, Libc['kind']>>,
): Root & { readonly stage: Stage } {
  const chain = chainOf(stages, stage);
  const [first = stage] = chain;
  const { base, from } = first;
  const written = flagValue(from, 'platform');
  const platform = written?.includes('$') ? null : written; // a variable is another platform on another machine
  if (base.kind !== 'image') return { reference: 'scratch', libc: NONE, platform, stage: first };
  const libc = libcOf(base.reference, known) ?? libcByManager(chain);
  return { reference: base.reference, libc, platform, stage: first };
}

function libcByManager(chain: readonly Stage[]): Libc | null {
  const runs = chain.flatMap(({ body }) => body).filter(({ keyword }) => keyword === 'RUN');
  const used = runs.flatMap((run) => eachCommand(run)).map(({ name }) => name);
  const hits = MANAGERS.filter(([names]) => used.some((name) => names.test(name)));
  return hits.length === 1 ? (hits[0]?.[1] ?? null) : null;
}

/** As people say it: `glibc 2.36`, `musl`, `no C library`. */
export function named({ kind, minor }: Libc): string {
  if (kind === 'none') return 'no C library';
  return minor === null ? kind : `${kind} 2.${minor}`;
}
