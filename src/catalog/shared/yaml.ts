import { parseAllDocuments } from 'yaml';

/** Few lock files have any alias; many of them are an attack. */
const MOST_ALIASES = 100;

/**
 * The values of a file's documents, or why there are none. Without a schema everything is a text and versions stay as written:
 * `1.10`.
 */
export function readYaml(
  source: string,
  schema: 'failsafe' | 'core' = 'failsafe',
): readonly unknown[] | { fault: string } {
  try {
    const documents = parseAllDocuments(source, { schema, uniqueKeys: false, prettyErrors: false });
    if (!Array.isArray(documents)) return [];
    const [error] = documents.flatMap((it) => it.errors);
    if (error !== undefined) return { fault: `not YAML: ${error.message}` };
    return documents.map((it) => it.toJS({ maxAliasCount: MOST_ALIASES }) as unknown);
  } catch (error) {
    return { fault: `not YAML: ${error instanceof Error ? error.message : String(error)}` }; // too many aliases, too deep
  }
}
