export type { Advisories } from './index-reader.ts';
export { dateOfSource, type SourceInfo } from './container.ts';
export { dataFolder, indexFolder } from './folders.ts';
export { ecosystemOf } from './ecosystems.ts';
export {
  advisoriesOf,
  dataKey,
  type DataFile,
  FETCHED_FILE,
  type FetchedSource,
  fetchedSources,
  findData,
  loadAdvisories,
} from './load.ts';
export { compareVersions, type Match, matchPackages, sortVersions } from './match.ts';
export { zipMembers } from './zip.ts';
