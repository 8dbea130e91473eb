import { linesOf } from '../../shared/text.ts';
import { list, own, text } from '../../shared/values.ts';
import { type Component, type Document, known } from './document.ts';

/** SPDX 2.x as JSON; null when it is none. */
export function readSpdxJson(value: unknown): Document | null {
  if (!text(own(value, 'spdxVersion')).startsWith('SPDX-')) return null;
  const components = list(own(value, 'packages')).map((it): Component => {
    const references = list(own(it, 'externalRefs')).filter((ref) => text(own(ref, 'referenceType')) === 'purl');
    return {
      id: text(own(it, 'SPDXID')),
      name: text(own(it, 'name')),
      version: text(own(it, 'versionInfo')),
      purl: text(own(references[0], 'referenceLocator')),
      licences: licencesOf(text(own(it, 'licenseDeclared')), text(own(it, 'licenseConcluded'))),
    };
  });
  const needs = list(own(value, 'relationships')).flatMap((it) =>
    need(text(own(it, 'spdxElementId')), text(own(it, 'relationshipType')), text(own(it, 'relatedSpdxElement'))),
  );
  return { components, needs };
}

/** What the author declares; what somebody concluded where nothing is declared. */
function licencesOf(declared: string, concluded: string): string[] {
  const [first] = [...known(declared), ...known(concluded)];
  return first === undefined ? [] : [first];
}

/** Relationships that mean "needs", in their direction; being contained in a bundle of packages is one of them. */
function need(from: string, type: string, to: string): [string, string][] {
  switch (type) {
    case 'DEPENDS_ON':
    case 'CONTAINS':
      return [[from, to]];
    case 'DEPENDENCY_OF':
    case 'RUNTIME_DEPENDENCY_OF':
      return [[to, from]];
    default:
      return [];
  }
}

/** SPDX 2.x as tags and values, a line each; null when it is none. */
export function readSpdxTags(source: string): Document | null {
  if (!/^SPDXVersion:\s*SPDX-/m.test(source)) return null;
  const components: Component[] = [];
  const needs: (readonly [string, string])[] = [];
  let open: Map<string, string> | null = null;
  const close = () => {
    if (open) components.push(componentOf(open));
    open = null;
  };
  for (const line of withoutTexts(linesOf(source))) {
    const [, tag = '', value = ''] = /^([A-Za-z0-9]{1,60}):\s*(.*)$/.exec(line) ?? [];
    if (tag === 'PackageName') {
      close();
      open = new Map([['PackageName', value.trim()]]);
    } else if (tag === 'FileName' || tag === 'SnippetSPDXID') close();
    else if (tag === 'Relationship') needs.push(...needIn(value));
    else if (open) note(open, tag, value.trim());
  }
  close();
  return { components, needs };
}

function needIn(value: string): [string, string][] {
  const [from = '', type = '', to = ''] = value.trim().split(/\s+/);
  return need(from, type, to);
}

function note(open: Map<string, string>, tag: string, value: string): void {
  const reference = tag === 'ExternalRef' ? /^\S+\s+purl\s+(\S+)/.exec(value)?.[1] : undefined;
  if (reference !== undefined) open.set('purl', reference);
  else if (!open.has(tag)) open.set(tag, value);
}

function componentOf(tags: ReadonlyMap<string, string>): Component {
  const valueOf = (tag: string) => tags.get(tag) ?? '';
  return {
    id: valueOf('SPDXID'),
    name: valueOf('PackageName'),
    version: valueOf('PackageVersion'),
    purl: valueOf('purl'),
    licences: licencesOf(valueOf('PackageLicenseDeclared'), valueOf('PackageLicenseConcluded')),
  };
}

/** Values of several lines stand between `<text>` and `</text>`: there is nothing in them that we ask for. */
function* withoutTexts(lines: readonly string[]): Generator<string> {
  let isText = false;
  for (const line of lines) {
    if (!isText) yield line;
    if (line.includes('<text>')) isText = true;
    if (line.includes('</text>')) isText = false;
  }
}
