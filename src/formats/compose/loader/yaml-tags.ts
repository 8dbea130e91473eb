import type { YamlFault } from './yaml-scan.ts';

const SCALAR = '\x1f'; // the lexer's own marks, which have no width
const MARKS: ReadonlySet<string> = new Set(['\x02', '\x18', SCALAR]);

/** A tag that a bracket or a comma follows at once, as in `{ports: !reset}`: Compose's parser wants white space there. */
export function tagFault(lexemes: readonly string[]): YamlFault | null {
  let offset = 0;
  let tag: string | null = null;
  let last = '';
  for (const lexeme of lexemes) {
    const previous = last;
    last = lexeme;
    if (MARKS.has(lexeme)) continue;
    if (tag !== null && !/^\s/.test(lexeme))
      return {
        message: `white space must follow the tag ${tag}`,
        start: offset - tag.length,
        end: offset,
        advice: 'write a space behind it',
      };
    tag = previous !== SCALAR && lexeme.startsWith('!') ? lexeme : null;
    offset += lexeme.length;
  }
  return null;
}
