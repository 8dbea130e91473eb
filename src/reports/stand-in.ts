/** What it means that a base is not the published one. */
export function standInText(reference: string): string {
  return `\`${reference}\` is a stand-in built on this machine, not the published image: sizes, packages and start times are those of the stand-in`;
}
