export { type Advisories } from './index-reader.ts';
export type { IndexHeader, Section, SourceInfo } from './container.ts';
export type { Entry, Specimen } from './entry.ts';
export { coordinatesOf, ecosystemOf } from './ecosystems.ts';
export {
  advisoriesOf,
  type DataFile,
  type DataFiles,
  FETCHED_FILE,
  type FetchedSource,
  fetchedSources,
  findData,
  loadAdvisories,
  type LoadOptions,
} from './load.ts';
export { compareVersions, type Match, type Matched, matchPackages, sortVersions } from './match.ts';
export { zipMembers } from './zip.ts';
