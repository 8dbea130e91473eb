import { parsePurl, type Purl } from '../../../catalog/index.ts';

/** Whether a package URL is meant by another: what the other leaves out (version, qualifiers) may be anything. */
export function matchesPurl(pattern: string, purl: string): boolean {
  const [wanted, found] = [purlOrNull(pattern), purlOrNull(purl)];
  if (!wanted || !found) return false;
  if (wanted.type !== found.type || wanted.name !== found.name) return false;
  if ((wanted.namespace ?? '') !== (found.namespace ?? '')) return false;
  if (wanted.version !== null && wanted.version !== found.version) return false;
  return Object.entries(wanted.qualifiers).every(([key, value]) => found.qualifiers[key] === value);
}

/** Null where the text is none. */
export function purlOrNull(text: string): Purl | null {
  if (!text.startsWith('pkg:')) return null;
  try {
    return parsePurl(text);
  } catch {
    return null; // a name of the document's own
  }
}
