import type { Found, Reader } from '../../types.ts';
import { given, once, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import {
  type Coordinates,
  coordinatesOfManifest,
  coordinatesOfFile,
  coordinatesOfProperties,
  mavenName,
} from './coordinates.ts';
import { readManifest } from './manifest.ts';
import { licencesOfPom } from './pom.ts';
import { readZip, type ZipEntry } from '../../shared/zip.ts';

const EXTENSIONS = ['.jar', '.war', '.ear', '.par', '.sar', '.nar', '.jpi', '.hpi', '.kar', '.far', '.lpkg', '.rar'];
const LARGEST_ARCHIVE = 128 << 20;
const LARGEST_NESTED = 64 << 20;
const LARGEST_TEXT = 1 << 20;
const DEEPEST = 8;
const MOST_ARCHIVES = 5000;
/** Artifacts that one archive says to hold; the largest of shaded ones have hundreds. */
const MOST_ARTIFACTS = 2000;
/** All that may be unpacked of one file: a bomb ends here. */
const MOST_UNPACKED = 512 << 20;

/** Java archives, and those inside. */
export const javaArchive: Reader = {
  cataloguer: 'java-archive',
  says: 'installed',
  extensions: EXTENSIONS,
  mostBytes: LARGEST_ARCHIVE,
  read: (file) => {
    if (readZip(file.bytes) === null) return null;
    const budget = fullBudget();
    const found = packagesIn(file.path, file.bytes, budget, 0);
    const fault = budget.isSpent ? 'it holds more than is looked into' : undefined;
    return reading('java-archive', file, once(found), fault);
  },
};

interface Budget {
  archives: number;
  bytes: number;
  isSpent: boolean;
}

const fullBudget = (): Budget => ({ archives: MOST_ARCHIVES, bytes: MOST_UNPACKED, isSpent: false });

function packagesIn(path: string, bytes: Buffer, budget: Budget, depth: number): Found[] {
  const entries = readZip(bytes);
  if (entries === null) return [];
  const own = packagesOfArchive(path, entries, budget);
  const nested = entries.filter(({ name }) => isArchive(name));
  return [...own, ...nested.flatMap((entry) => nestedIn(path, entry, budget, depth + 1))];
}

function nestedIn(path: string, entry: ZipEntry, budget: Budget, depth: number): Found[] {
  budget.archives -= 1;
  const content = depth > DEEPEST || budget.archives < 0 ? null : entry.content(Math.min(LARGEST_NESTED, budget.bytes));
  if (content === null) {
    budget.isSpent = true;
    return foundOf(coordinatesOfFile(entry.name));
  }
  budget.bytes -= content.length;
  return packagesIn(`${path}/${entry.name}`, content, budget, depth);
}

function isArchive(name: string): boolean {
  const lower = name.toLowerCase();
  return EXTENSIONS.some((it) => lower.endsWith(it));
}

/** Maven's own words first: one archive may carry several artifacts. Then what the manifest and the name say. */
export function packagesOfArchive(path: string, entries: readonly ZipEntry[], budget = fullBudget()): Found[] {
  const properties = entries.filter(({ name }) => name.endsWith('/pom.properties') || name === 'pom.properties');
  if (properties.length > MOST_ARTIFACTS) budget.isSpent = true;
  const poms = new Map(entries.filter(({ name }) => name.endsWith('pom.xml')).map((it) => [it.name, it]));
  const artifacts = properties.slice(0, MOST_ARTIFACTS).flatMap((entry) => {
    const coordinates = coordinatesOfProperties(textIn(entry, budget));
    const pom = poms.get(entry.name.replace(/pom\.properties$/, 'pom.xml'));
    return coordinates ? foundOf(coordinates, pom ? licencesOfPom(textIn(pom, budget)) : []) : [];
  });
  if (artifacts.length > 0) return artifacts;
  const manifest = entries.find(({ name }) => name.toUpperCase() === 'META-INF/MANIFEST.MF');
  const told = manifest ? coordinatesOfManifest(readManifest(textIn(manifest, budget)), path) : null;
  return foundOf(told ?? coordinatesOfFile(path));
}

/** Without a version an archive says nothing that anyone could look up. */
function foundOf(coordinates: Coordinates, licences: readonly string[] = []): Found[] {
  if (coordinates.version === '' || coordinates.artifact === '') return [];
  return [
    { type: 'maven', name: mavenName(coordinates), version: coordinates.version, ...given('licences', licences) },
  ];
}

function textIn(entry: ZipEntry, budget: Budget): string {
  const content = entry.content(Math.min(LARGEST_TEXT, budget.bytes));
  if (content === null) {
    budget.isSpent ||= entry.sizeBytes > budget.bytes;
    return '';
  }
  budget.bytes -= content.length;
  return textOf(content);
}
