/** The last line that matches one of the patterns, with what its first group caught: the last words count most. */
export function findLine(
  lines: readonly string[],
  ...patterns: readonly RegExp[]
): { readonly line: string; readonly name: string } | null {
  for (const line of lines.toReversed()) {
    for (const pattern of patterns) {
      const match = pattern.exec(line);
      if (match) return { line, name: match.slice(1).find((group) => group !== undefined) ?? '' };
    }
  }
  return null;
}
