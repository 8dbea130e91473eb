import type { Found, Reader } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { child, childText, readXml, type XmlElement } from '../xml.ts';
import { mavenName } from './coordinates.ts';

/** A `pom.xml`: the project, and what it says it needs. Parents and repositories are not fetched. */
export const pom: Reader = {
  cataloguer: 'maven-pom',
  says: 'declared',
  names: ['pom.xml'],
  read: (file) => {
    const read = readPom(textOf(file.bytes));
    return 'fault' in read ? reading('maven-pom', file, [], read.fault) : reading('maven-pom', file, read.packages);
  },
};

export function licencesOfPom(text: string): readonly string[] {
  const root = readXml(text);
  return 'fault' in root ? [] : licencesOf(root);
}

function licencesOf(root: XmlElement): string[] {
  const licences = child(root, 'licenses')?.children ?? [];
  return licences.map((it) => childText(it, 'name')).filter(Boolean);
}

export function readPom(text: string): { readonly packages: readonly Found[] } | { readonly fault: string } {
  const root = readXml(text);
  if ('fault' in root) return root;
  if (root.name !== 'project') return { fault: 'it is no Maven project' };
  const valueOf = properties(root);
  const managed = new Map(dependenciesIn(child(root, 'dependencyManagement')).map((it) => [keyOf(it, valueOf), it]));
  const needs = dependenciesIn(root).map((it) => foundDependency(it, managed.get(keyOf(it, valueOf)), valueOf));
  const project: Found = {
    type: 'maven',
    name: mavenName({ group: valueOf('${project.groupId}'), artifact: childText(root, 'artifactId') }),
    version: valueOf('${project.version}'),
    ...given('licences', licencesOf(root)),
    requires: needs.filter((it) => it.version !== '').map((it) => `${it.name}@${it.version}`),
  };
  return { packages: childText(root, 'artifactId') === '' ? needs : [project, ...needs] };
}

type ValueOf = (text: string) => string;

/** Text with `${…}` filled in from the file; what it does not say stays. */
function properties(root: XmlElement): ValueOf {
  const parent = child(root, 'parent');
  const values = new Map<string, string>();
  for (const it of child(root, 'properties')?.children ?? []) values.set(it.name, it.text.trim());
  for (const key of ['groupId', 'artifactId', 'version']) {
    const value = childText(root, key) || childText(parent, key);
    for (const prefix of ['project.', 'pom.', '']) if (value !== '') values.set(`${prefix}${key}`, value);
    if (parent) values.set(`project.parent.${key}`, childText(parent, key));
  }
  const filled = (text: string, depth: number): string =>
    depth > 8
      ? text
      : text.replace(/\$\{([^${}]{1,200})\}/g, (whole, key: string) => {
          const value = values.get(key);
          return value === undefined || value.length > 1000 ? whole : filled(value, depth + 1);
        });
  return (text) => {
    const value = filled(text, 0);
    return value.includes('${project.') ? '' : value;
  };
}

function dependenciesIn(element: XmlElement | undefined): readonly XmlElement[] {
  return child(element, 'dependencies')?.children.filter(({ name }) => name === 'dependency') ?? [];
}

const keyOf = (it: XmlElement, valueOf: ValueOf) =>
  `${valueOf(childText(it, 'groupId'))}:${valueOf(childText(it, 'artifactId'))}`;

function foundDependency(it: XmlElement, managed: XmlElement | undefined, valueOf: ValueOf): Found {
  const said = valueOf(childText(it, 'version') || childText(managed, 'version'));
  const scope = childText(it, 'scope') || childText(managed, 'scope');
  return {
    type: 'maven',
    name: mavenName({ group: valueOf(childText(it, 'groupId')), artifact: valueOf(childText(it, 'artifactId')) }),
    version: exactly(said),
    isDirect: true,
    ...(scope === 'test' ? { isDev: true } : {}),
    lines: [it.startLine, it.endLine],
  };
}

/** A range or an open property is no version; `[1.2]` is exactly one. */
function exactly(said: string): string {
  const only = /^\[([^,\])]+)\]$/.exec(said)?.[1];
  if (only !== undefined) return only;
  return /[[\](),$]/.test(said) ? '' : said;
}
