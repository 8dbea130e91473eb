const DIRECTIVE = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;

/**
 * The Dockerfile without its `# syntax=` directive; null when it has none. The line is replaced by an empty comment
 * below the directives, because a comment above them would end them: every instruction keeps its line number.
 */
export function withoutSyntax(text: string): string | null {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !DIRECTIVE.test(line.replace(/\r$/, '')));
  const directives = lines.slice(0, end === -1 ? lines.length : end);
  const kept = directives.filter((line) => DIRECTIVE.exec(line.replace(/\r$/, ''))?.[1]?.toLowerCase() !== 'syntax');
  if (kept.length === directives.length) return null;
  const fillers = directives.slice(kept.length).map(() => '#');
  return [...kept, ...fillers, ...lines.slice(directives.length)].join('\n');
}
