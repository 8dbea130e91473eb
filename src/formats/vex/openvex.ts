import { field, type Fields, listAt, textAt, textsAt } from '../scans/fields.ts';
import { timeOf, type VexDocument, type VexStatement, type VexSubject, vexStatusOf } from './statement.ts';

export function isOpenVex(document: Fields): boolean {
  const context = document['@context'];
  const contexts = Array.isArray(context) ? context : [context];
  return contexts.some((it) => typeof it === 'string' && /^https:\/\/openvex\.dev\/ns(?:\/|$)/.test(it));
}

/** OpenVEX 0.0.1 (texts for vulnerability and products) and 0.2.0 (objects). */
export function readOpenVex(document: Fields): VexDocument {
  const statements = listAt(document, 'statements').map((it) => statementOf(it, document));
  return { format: 'openvex', serialNumber: null, statements };
}

function statementOf(statement: unknown, document: Fields): VexStatement {
  const named = field(statement, 'vulnerability');
  const id = typeof named === 'string' ? named : textAt(named, 'name') || textAt(named, '@id');
  const stated = textAt(statement, 'status');
  const everywhere = listAt(statement, 'subcomponents').flatMap(identityOf);
  return {
    vulnerability: id,
    aliases: typeof named === 'string' ? [] : textsAt(named, 'aliases'),
    status: vexStatusOf(stated),
    stated,
    justification: textAt(statement, 'justification') || null,
    because: textAt(statement, 'impact_statement') || textAt(statement, 'status_notes'),
    subjects: listAt(statement, 'products').flatMap((it) => subjectsOf(it, everywhere)),
    atMs: timeOf(
      textAt(statement, 'last_updated'),
      textAt(statement, 'timestamp'),
      textAt(document, 'last_updated'),
      textAt(document, 'timestamp'),
    ),
  };
}

function subjectsOf(product: unknown, everywhere: readonly string[]): readonly VexSubject[] {
  const subcomponents = [...listAt(product, 'subcomponents').flatMap(identityOf), ...everywhere];
  return identityOf(product).map((it) => ({ product: it, subcomponents }));
}

/** A thing's name: `@id`, its purl, or its hash. */
function identityOf(thing: unknown): readonly string[] {
  if (typeof thing === 'string') return [thing];
  const hash = textAt(thing, 'hashes', 'sha-256');
  const names = [textAt(thing, '@id'), textAt(thing, 'identifiers', 'purl'), hash && `sha256:${hash}`];
  return [...new Set(names.filter((name) => name !== ''))];
}
