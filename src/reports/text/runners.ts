/**
 * CI runners take orders from what is printed: GitHub Actions from a line that begins with `::`, and `##[` anywhere.
 * Neither may come from a log or a file name. A line gets no wider where a blank stands before.
 */
export function safeForRunners(text: string): string {
  return text.replace(/^([^\S\n]*?) ?:(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}
