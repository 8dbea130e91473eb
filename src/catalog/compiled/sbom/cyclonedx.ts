import { list, own, text, texts } from '../../shared/values.ts';
import { child, childText, type XmlElement } from '../xml.ts';
import { type Component, type Document, known } from './document.ts';

/** Components may hold components. */
const DEEPEST = 32;

/** CycloneDX as JSON; null when it is none. */
export function readCycloneDxJson(value: unknown): Document | null {
  if (text(own(value, 'bomFormat')) !== 'CycloneDX') return null;
  const components: Component[] = [];
  const walk = (items: unknown, depth: number): void => {
    if (depth > DEEPEST) return;
    for (const it of list(items)) {
      components.push(componentOf(it));
      walk(own(it, 'components'), depth + 1);
    }
  };
  walk(own(value, 'components'), 0);
  const needs = list(own(value, 'dependencies')).flatMap((it) =>
    texts(own(it, 'dependsOn')).map((to): [string, string] => [text(own(it, 'ref')), to]),
  );
  return { components, needs };
}

function componentOf(it: unknown): Component {
  const group = text(own(it, 'group'));
  const licences = list(own(it, 'licenses')).map((choice) => {
    const licence = own(choice, 'license');
    return text(own(choice, 'expression')) || text(own(licence, 'id')) || text(own(licence, 'name'));
  });
  return {
    id: text(own(it, 'bom-ref')) || text(own(it, 'purl')),
    name: group === '' ? text(own(it, 'name')) : `${group}/${text(own(it, 'name'))}`,
    version: text(own(it, 'version')),
    purl: text(own(it, 'purl')),
    licences: known(...licences),
  };
}

/** CycloneDX as XML; null when it is none. */
export function readCycloneDxXml(root: XmlElement): Document | null {
  if (root.name !== 'bom') return null;
  const components: Component[] = [];
  const walk = (parent: XmlElement | undefined): void => {
    for (const it of parent?.children ?? []) {
      if (it.name !== 'component') continue;
      components.push(componentOfXml(it));
      walk(child(it, 'components'));
    }
  };
  walk(child(root, 'components'));
  const needs = (child(root, 'dependencies')?.children ?? []).flatMap((it) =>
    it.children.map((to): [string, string] => [it.attributes.get('ref') ?? '', to.attributes.get('ref') ?? '']),
  );
  return { components, needs };
}

function componentOfXml(it: XmlElement): Component {
  const licences = (child(it, 'licenses')?.children ?? []).map((choice) =>
    choice.name === 'expression' ? choice.text.trim() : childText(choice, 'id') || childText(choice, 'name'),
  );
  const purl = childText(it, 'purl');
  return {
    id: it.attributes.get('bom-ref') ?? purl,
    name: childText(it, 'name'),
    version: childText(it, 'version'),
    purl,
    licences: known(...licences),
  };
}
