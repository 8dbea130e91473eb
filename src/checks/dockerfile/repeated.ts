import { removal, sectionsOf } from './instructions.ts';
import { type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

/** The second and later instructions of a kind in one stage; the fix takes the one before out, which has no effect. */
export function repeated(source: ParsedDockerfile, keyword: string): readonly Sighting[] {
  return sectionsOf(source).flatMap(({ body }) => {
    const all = body.filter((it) => it.keyword === keyword);
    return all.slice(1).flatMap((later, index) => {
      const earlier = all[index];
      if (!earlier) return [];
      const { startLine } = earlier.at;
      const fix = removal(`Take out the ${keyword} that is replaced`, source, earlier);
      return [sighting(later, `${keyword} replaces the one of line ${startLine}, which is never used`, fix)];
    });
  });
}
