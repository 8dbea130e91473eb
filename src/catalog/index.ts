export * from './advisories/index.ts';
export { executableReaders } from './compiled/index.ts';
export { type Inventory, inventoryOf, type LayerReading } from './inventory.ts';
export { osReleaseOf } from './os-release.ts';
export type { Ownership } from './ownership.ts';
export { parsePurl, type Purl } from './purl.ts';
export { publishedDigests } from './published.ts';
export { readersOf } from './registry.ts';
export type { CatalogFile, ExecutableReader, Found, OwnedFile, Reader, Reading } from './types.ts';
