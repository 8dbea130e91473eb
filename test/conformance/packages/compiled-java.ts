import { gradleLock } from '../../../src/catalog/compiled/java/gradle-lock.ts';
import { coordinatesOfName, coordinatesOfProperties } from '../../../src/catalog/compiled/java/coordinates.ts';
import { javaArchive, packagesOfArchive } from '../../../src/catalog/compiled/java/java-archive.ts';
import { javaRelease } from '../../../src/catalog/compiled/java/java-release.ts';
import { readManifest } from '../../../src/catalog/compiled/java/manifest.ts';
import { pom } from '../../../src/catalog/compiled/java/pom.ts';
import { sbtLock } from '../../../src/catalog/compiled/java/sbt-lock.ts';
import type { Found } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';
import { bytesOf, judgeBy, judgePaths, judgeReadings } from './kit.ts';
import { withoutEdges } from './compiled-locks.ts';

type Judge = (it: Case) => string | null;

const artifact = (name: string) => name.slice(name.lastIndexOf(':') + 1);

/** What the archive itself says; of archives inside the vectors hold the name only. */
const judgeJar: Judge = (it) => {
  const jar = it.files[it.input].jar;
  if (!jar)
    return javaArchive.read({ path: `/${it.input}`, bytes: bytesOf(it.files[it.input]) }) === null ? null : 'read';
  const entries = (jar.entries as readonly string[]).map((name) => ({
    name,
    sizeBytes: 0,
    content: () => (jar.text[name] === undefined ? null : Buffer.from(jar.text[name])),
  }));
  const wanted: readonly Case[] = it.expect.want?.applications?.[0]?.packages ?? it.expect.want;
  const isOwn = ({ filePath }: Case) => filePath === it.input;
  const own = { ...it, expect: { want: wanted.filter(isOwn) } };
  const read = { cataloguer: 'test', path: it.input, packages: packagesOfArchive(`/${it.input}`, entries) };
  // A manifest's licence is an address; trivy has its word from an index of archives.
  const knowsLicence = () => entries.some(({ name }) => name.endsWith('pom.xml'));
  return (
    judgeReadings([read], { reader: javaArchive, knowsLicence }, own) ??
    judgeNested(wanted.filter((one) => !isOwn(one)))
  );
};

function judgeNested(wanted: readonly Case[]): string | null {
  for (const { name, version, filePath } of wanted) {
    const named = coordinatesOfName(filePath);
    if (named.version === '') continue;
    const miss = differs([named.artifact, named.version], [artifact(name), version]);
    if (miss !== null) return miss;
  }
  return null;
}

const judgeManifest: Judge = ({ files, input, expect }) => {
  const { main, sections } = readManifest(files[input]);
  return differs(sections.length > 0 ? { main, sections } : { main }, expect.expected);
};

const judgeProperties: Judge = ({ files, input, expect }) => {
  const { groupId, artifactId, version } = expect.expected;
  return differs(coordinatesOfProperties(String(files[input])), { group: groupId, artifact: artifactId, version });
};

/** A test of Go functions that says only whether it went well: the project has to be found, its group in the parent. */
const judgeProject: Judge = ({ files }) => {
  const [project] = pom.read({ path: '/pom.xml', bytes: bytesOf(files['pom.xml']) })?.packages ?? [];
  return differs([project?.name, project?.version], ['org.apache.commons:commons-text', '1.10.0']);
};

const isTest = ({ isDev }: Found) => isDev === true;

const judgeGradle: Judge = (it) =>
  // Needs and licences stand in Gradle's cache.
  judgeBy({ reader: gradleLock, knowsLicence: () => false })(it.options?.cacheDir ? withoutEdges(it) : it);

const judgeSyft: Judge = (it) => {
  if (it.id.includes('Test_POMCataloger_Globs')) return judgePaths([pom])(it);
  if (it.id.includes('Test_ArchiveCataloger_Globs')) return judgePaths([javaArchive])(it);
  if (it.id.includes('JvmDistribution')) return judgeBy({ reader: javaRelease })(it);
  if (it.id.includes('GradleLockfile')) return judgeBy({ reader: gradleLock, spell: artifact })(it);
  if (it.id.includes('JavaManifest')) return judgeManifest(it);
  if (it.id.includes('PomProperties')) return judgeProperties(it);
  if (it.id.includes('PomXMLProject')) return judgeProject(it);
  if (it.id.includes('parsePomXML')) return judgeBy({ reader: pom, spell: artifact })(it);
  return 'there is no judge for this test';
};

export const javaJudges: Readonly<Record<string, Judge>> = {
  'gradle/lockfile': judgeBy({ reader: gradleLock }),
  'language/java/gradle': judgeGradle,
  'sbt/lockfile': judgeBy({ reader: sbtLock, keep: (it) => !isTest(it) }),
  'language/java/sbt': judgeBy({ reader: sbtLock, keep: (it) => !isTest(it) }),
  'java/jar': judgeJar,
  'language/java/jar': judgeJar,
  'language/java/pom': judgeBy({ reader: pom, keep: (it) => !isTest(it) }),
  java: judgeSyft,
};
