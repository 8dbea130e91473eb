/** A package.json as npm leaves it. */
export const metadataOfNode = (name: string, version: string, license: string): string =>
  JSON.stringify({ name, version, license, main: 'index.js' });

/** What a wheel's METADATA says. */
export const metadataOfPython = (name: string, version: string, license: string): string =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nLicense: ${license}\n\nA package.\n`;

/** The labels that lead back from an image to its source. */
export const TRACEABLE: Readonly<Record<string, string>> = Object.fromEntries(
  ['title', 'description', 'version', 'revision', 'created', 'source', 'url', 'licenses', 'vendor', 'authors'].map(
    (name) => [`org.opencontainers.image.${name}`, `of notes: ${name}`],
  ),
);
