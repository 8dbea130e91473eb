import type { Manifest } from './manifest.ts';

/** What names a Maven artifact; empty = not known. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** Words that may stand between hyphens behind a version's numbers: with a number after them they are no second version. */
const STAGE =
  /^(?:snapshot|alpha|beta|milestone|m|rc|cr|sp|ga|final|release|ea|pre|preview|incubating|redhat|jre|android|jdk|java|build|b|b\d+|r\d+|p\d+|rev|hudson|jenkins|patch|hotfix|dev|test|nightly|empty|to|avoid|conflict|with|guava)\d*$/i;

const START = /-(?:v?\d|(?:build|r)\d+(?:-|$))/;

/**
 * `name-version.ext`: the version begins at the first hyphen before a digit (or a numbered build), unless a name with a later
 * version follows.
 */
export function coordinatesOfName(path: string): Coordinates {
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z]{2,4}$/i, '');
  for (let cut = base.search(START); cut !== -1; ) {
    const version = base.slice(cut + 1);
    if (isVersion(version)) return { group: '', artifact: base.slice(0, cut), version };
    const next = base.slice(cut + 1).search(START);
    cut = next === -1 ? -1 : cut + 1 + next;
  }
  return { group: '', artifact: base, version: '' };
}

function isVersion(text: string): boolean {
  const words = text.split('-');
  // Behind a version with a dot anything may say for which machine it is: `4.1.50.Final-linux-x86_64`.
  const last = isDotted(words[0]) ? words.findLastIndex(isDotted) : words.length - 1;
  return words.slice(1, Math.max(1, last)).every((word) => /^\d/.test(word) || STAGE.test(word));
}

const isDotted = (word = ''): boolean => /^v?\d+\.\d/.test(word);

/** `pom.properties` as Maven writes it; null where a part is missing. */
export function coordinatesOfProperties(text: string): Coordinates | null {
  const values = new Map<string, string>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [, key, value] = /^\s*([A-Za-z]{1,40})\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, value.trim());
  }
  const [group = '', artifact = '', version = ''] = ['groupId', 'artifactId', 'version'].map((it) => values.get(it));
  return artifact === '' || version === '' || group === '' ? null : { group, artifact, version };
}

/** What the name of an archive says alone, with the group where everybody knows it. */
export function coordinatesOfFile(path: string): Coordinates {
  const named = coordinatesOfName(path);
  return { ...named, group: groupOfArtifact(named.artifact) };
}

/**
 * What a manifest and the file's name say together: the name of the file is the artifact where it has a version, for titles are
 * written for people.
 */
export function coordinatesOfManifest({ main }: Manifest, path: string): Coordinates | null {
  const valueOf = (...keys: string[]) =>
    keys.map((key) => main.find((it) => it.key.toLowerCase() === key)?.value ?? '').find((it) => it !== '') ?? '';
  const named = coordinatesOfName(path);
  const symbolic = valueOf('bundle-symbolicname').split(';')[0]?.trim() ?? '';
  const version = valueOf('implementation-version', 'specification-version', 'bundle-version') || named.version;
  const hasNamedVersion = named.version !== '';
  const artifact = hasNamedVersion
    ? named.artifact
    : titleOf(['implementation-title', 'specification-title', 'bundle-name'].map((it) => valueOf(it))) ||
      named.artifact;
  const group = valueOf('implementation-vendor-id') || groupOfArtifact(artifact) || groupOf(symbolic, artifact);
  if (version === '' || artifact === '') return null;
  return { group, artifact, version: hasNamedVersion ? named.version : version };
}

/** A title that could be an artifact's name goes before one that was written for people. */
function titleOf(titles: readonly string[]): string {
  return titles.find((it) => /^[a-z][\w.-]*$/.test(it)) ?? titles.find((it) => it !== '') ?? '';
}

/** Projects whose archives are found everywhere, and which never say the group inside. */
const GROUPS: readonly (readonly [RegExp, string])[] = [
  [/^tomcat-embed-/, 'org.apache.tomcat.embed'],
  [/^tomcat-(?!embed)/, 'org.apache.tomcat'],
  [/^spring-boot(?:-|$)/, 'org.springframework.boot'],
  [/^spring-security-/, 'org.springframework.security'],
  [/^spring-data-/, 'org.springframework.data'],
  [/^spring-cloud-/, 'org.springframework.cloud'],
  [
    /^spring-(?:aop|aspects|beans|context(?:-support|-indexer)?|core|expression|instrument|jcl|jdbc|jms|messaging|orm|oxm|r2dbc|test|tx|web|webflux|webmvc|websocket)$/,
    'org.springframework',
  ],
];

function groupOfArtifact(artifact: string): string {
  return GROUPS.find(([name]) => name.test(artifact))?.[1] ?? '';
}

/** A symbolic name is the group, or the group and a last word, or something else without any dot. */
function groupOf(symbolic: string, artifact: string): string {
  const cut = symbolic.lastIndexOf('.');
  if (cut === -1) return '';
  return symbolic.endsWith(`.${artifact}`) ? symbolic.slice(0, -artifact.length - 1) : symbolic.slice(0, cut);
}

export function mavenName({ group, artifact }: Pick<Coordinates, 'group' | 'artifact'>): string {
  return group === '' ? artifact : `${group}:${artifact}`;
}
