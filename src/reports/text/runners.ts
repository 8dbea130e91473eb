/**
 * CI runners take orders from what is printed: GitHub Actions from a line that begins with `::`, and `##[` anywhere.
 * Neither may come from a log or a file name.
 */
export function safeForRunners(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}
