import { list, own, text } from '../../shared/values.ts';
import { type Component, type Document, known } from './document.ts';

/** syft's own JSON; null when it is none. */
export function readSyftJson(value: unknown): Document | null {
  if (!Array.isArray(own(value, 'artifacts')) || own(value, 'descriptor') === undefined) return null;
  const components = list(own(value, 'artifacts')).map(
    (it): Component => ({
      id: text(own(it, 'id')),
      name: text(own(it, 'name')),
      version: text(own(it, 'version')),
      purl: text(own(it, 'purl')),
      // Texts until schema 7, then objects.
      licences: known(...list(own(it, 'licenses')).map((licence) => text(licence) || text(own(licence, 'value')))),
    }),
  );
  const needs = list(own(value, 'artifactRelationships'))
    .filter((it) => text(own(it, 'type')) === 'dependency-of')
    .map((it): [string, string] => [text(own(it, 'child')), text(own(it, 'parent'))]);
  return { components, needs };
}
