import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coordinatesOfName } from './coordinates.ts';
import { readGradleLock } from './gradle-lock.ts';
import { javaArchive } from './java-archive.ts';
import { readJavaRelease } from './java-release.ts';
import { readManifest } from './manifest.ts';
import { readPom } from './pom.ts';
import { readSbtLock } from './sbt-lock.ts';
import { readZip } from '../../shared/zip.ts';

/** A zip file in small; `stored` names are not packed. */
function zipOf(
  files: Readonly<Record<string, Buffer | string>>,
  { stored = [] as string[], before = '' } = {},
): Buffer {
  const parts: Buffer[] = [Buffer.from(before)];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const whole = Buffer.from(content);
    const isStored = stored.includes(name);
    const body = isStored ? whole : deflateRawSync(whole);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isStored ? 0 : 8, 4);
    common.writeUInt32LE(checksum(whole), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(whole.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(at);
    central.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, Buffer.alloc(10), offset, Buffer.from(name));
    parts.push(Buffer.from([0x50, 0x4b, 3, 4]), common, Buffer.from(name), body);
    at += 30 + Buffer.byteLength(name) + body.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

const checksum = (bytes: Buffer): number => crc32?.(bytes) ?? 0;

const properties = (group: string, artifact: string, version: string) =>
  `# made\ngroupId=${group}\nartifactId=${artifact}\nversion=${version}\n`;

const read = (bytes: Buffer, path = '/app/app.jar') => javaArchive.read({ path, bytes });
const names = (bytes: Buffer, path?: string) => read(bytes, path)?.packages.map((it) => `${it.name}@${it.version}`);

describe('javaArchive', () => {
  it('takes every artifact that Maven names, and its licence', () => {
    const bytes = zipOf({
      'META-INF/maven/org.x/one/pom.properties': properties('org.x', 'one', '1.0'),
      'META-INF/maven/org.x/one/pom.xml': '<project><licenses><license><name>MIT</name></license></licenses></project>',
      'META-INF/maven/org.x/two/pom.properties': properties('org.x', 'two', '2.0'),
    });
    expect(read(bytes)?.packages).toEqual([
      { type: 'maven', name: 'org.x:one', version: '1.0', licences: ['MIT'] },
      { type: 'maven', name: 'org.x:two', version: '2.0' },
    ]);
  });

  it('looks into archives inside, packed or not, behind a script that starts it', () => {
    const inner = zipOf({ 'META-INF/maven/o/i/pom.properties': properties('o', 'i', '3') });
    const bytes = zipOf(
      { 'BOOT-INF/lib/i-3.jar': inner, 'BOOT-INF/lib/plain-1.2.jar': zipOf({ 'a.txt': '' }), 'x.war': inner },
      { stored: ['BOOT-INF/lib/i-3.jar'], before: '#!/bin/sh\nexec java -jar "$0"\n' },
    );
    expect(names(bytes, '/app/app-1.0.jar')).toEqual(['app@1.0', 'o:i@3', 'plain@1.2']);
  });

  it('asks the manifest, and the name for what the manifest writes for people', () => {
    const manifest =
      'Implementation-Title: Spring Fra\r\n mework\r\nImplementation-Version: 5.3.1\r\nBundle-SymbolicName: org.spring.core\r\n';
    const bytes = zipOf({ 'META-INF/MANIFEST.MF': manifest });
    expect(names(bytes, '/lib/some.jar')).toEqual(['org.spring:Spring Framework@5.3.1']);
    expect(names(bytes, '/lib/spring-core-5.3.1.jar')).toEqual(['org.springframework:spring-core@5.3.1']);
  });

  it('ends a bomb of archives in archives with a fault', () => {
    let bytes = zipOf({ 'a.txt': 'x' });
    for (let depth = 0; depth < 12; depth++) bytes = zipOf({ 'inner-1.jar': bytes });
    expect(read(bytes)).toMatchObject({ packages: [{ name: 'inner' }], fault: expect.any(String) });
    const zeros = zipOf({ 'zeros-1.0.jar': Buffer.alloc(80 << 20) });
    expect(read(zeros)).toMatchObject({ packages: [{ name: 'zeros', version: '1.0' }], fault: expect.any(String) });
  });

  it('is no reader of anything else, nor of what is damaged beyond its directory', () => {
    expect(read(Buffer.from('no archive'))).toBeNull();
    const whole = zipOf({
      'META-INF/maven/o/i/pom.properties': properties('o', 'i', '3'),
      'lib/a-1.jar': zipOf({ b: 'c' }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(whole.length),
        (changes, end) => {
          const copy = Buffer.from(whole);
          for (const [at, byte] of changes) copy[at] = byte;
          read(copy.subarray(0, end));
          for (const entry of readZip(copy) ?? []) expect(entry.content(1000)?.length ?? 0).toBeLessThanOrEqual(1000);
        },
      ),
    );
  });
});

describe('coordinatesOfName', () => {
  it.each([
    ['commons-lang3-3.11.jar', 'commons-lang3', '3.11'],
    ['log4j-1.2-api-2.17.0.jar', 'log4j-1.2-api', '2.17.0'],
    ['guava-29.0-jre.jar', 'guava', '29.0-jre'],
    ['app-1.0.0-SNAPSHOT.war', 'app', '1.0.0-SNAPSHOT'],
    ['x-1.0-beta-2.jar', 'x', '1.0-beta-2'],
    ['jaxb-api-2.3.1.jar', 'jaxb-api', '2.3.1'],
    ['servlet.jar', 'servlet', ''],
    ['native-4.1.5.Final-linux-x86_64.jar', 'native', '4.1.5.Final-linux-x86_64'],
    ['jelly-1.1-jenkins-20100305.jar', 'jelly', '1.1-jenkins-20100305'],
    ['ssh2-build212-jenkins-5.jar', 'ssh2', 'build212-jenkins-5'],
    ['guava-r06.jar', 'guava', 'r06'],
    ['data-r2dbc-1.1.0.RELEASE.jar', 'data-r2dbc', '1.1.0.RELEASE'],
  ])('%s', (name, artifact, version) => {
    expect(coordinatesOfName(`/a/${name}`)).toEqual({ group: '', artifact, version });
  });
});

describe('the texts of Java builds', () => {
  it('reads a manifest in sections, over what is no line of it', () => {
    expect(readManifest('A: 1\nLong: ab\n cd\nnonsense\n\n\n x\nName: e\nB: 2\n')).toEqual({
      main: [
        { key: 'A', value: '1' },
        { key: 'Long', value: 'abcd' },
      ],
      sections: [
        [
          { key: 'Name', value: 'e' },
          { key: 'B', value: '2' },
        ],
      ],
    });
  });

  it('fills in properties, parents and managed versions of a pom', () => {
    const dependency = (artifact: string, more: string) =>
      `<dependency><groupId>\${project.groupId}</groupId><artifactId>${artifact}</artifactId>${more}</dependency>`;
    const pom = readPom(
      `<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>7</version></parent><artifactId>a</artifactId>
       <properties><v>1.5</v><loop>\${loop}</loop></properties>
       <dependencyManagement><dependencies>${dependency('c', '<version>3</version>')}</dependencies></dependencyManagement>
       <dependencies>${dependency('b', '<version>${v}</version>')}${dependency('c', '')}${dependency('d', '<version>[1,2)</version><scope>test</scope>')}
       ${dependency('e', '<version>${loop}</version>')}</dependencies></project>`,
    );
    expect('packages' in pom && pom.packages.map((it) => `${it.name}@${it.version}${it.isDev ? ' test' : ''}`)).toEqual(
      ['g:a@7', 'g:b@1.5', 'g:c@3', 'g:d@ test', 'g:e@'],
    );
    expect(readPom('{}')).toHaveProperty('fault');
  });

  it('reads lock files of Gradle and sbt', () => {
    expect(readGradleLock('# c\ng:a:1=compileClasspath\ng:t:2=testRuntimeClasspath\nempty=x\n')).toEqual([
      { type: 'maven', name: 'g:a', version: '1', isDev: false, lines: [2, 2] },
      { type: 'maven', name: 'g:t', version: '2', isDev: true, lines: [3, 3] },
    ]);
    const sbt = readSbtLock('{"dependencies":[{"org":"g","name":"a","version":"1","configurations":["test"]}]}');
    expect(sbt).toMatchObject({ packages: [{ name: 'g:a', version: '1', isDev: true }] });
  });

  it('tells an installed Java by its release file', () => {
    expect(
      readJavaRelease('JAVA_VERSION="21.0.4"\nJAVA_RUNTIME_VERSION="21.0.4+7"\nIMPLEMENTOR="X"\n', '/opt/j/release'),
    ).toEqual({
      type: 'generic',
      name: 'openjdk',
      version: '21.0.4+7',
      purl: 'pkg:generic/oracle/openjdk@21.0.4%2B7',
      folder: '/opt/j',
    });
    expect(
      readJavaRelease(
        'JAVA_VERSION="21"\nFULL_VERSION="21.0.4+7"\nBUILD_SOURCE_REPO="https://example.org/b"\n',
        '/opt/j/release',
      ),
    ).toMatchObject({ version: '21.0.4+7', purl: expect.stringContaining('repository_url=') });
    expect(readJavaRelease('NAME="Debian"\n', '/etc/release')).toBeNull();
  });
});
