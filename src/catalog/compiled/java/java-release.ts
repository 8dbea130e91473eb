import type { Found, Reader } from '../../types.ts';
import { purlOf } from '../../purl.ts';
import { folderOf, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';

/** The file `release` at the top of a Java installation. */
export const javaRelease: Reader = {
  cataloguer: 'java-release',
  says: 'installed',
  names: ['release'],
  mostBytes: 1 << 20,
  read: (file) => {
    const found = readJavaRelease(textOf(file.bytes), file.path);
    return found === null ? null : reading('java-release', file, [found]);
  },
};

/** The one with the build first; not every maker writes all of them. */
const VERSIONS = ['JAVA_RUNTIME_VERSION', 'FULL_VERSION', 'SEMANTIC_VERSION', 'JAVA_VERSION'];

export function readJavaRelease(text: string, path: string): Found | null {
  const values = new Map<string, string>();
  for (const line of linesOf(text)) {
    const [, key, value] = /^([A-Z_]{1,60})="?([^"]*)"?\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, value);
  }
  const version = VERSIONS.map((key) => values.get(key)).find((it) => it);
  if (values.get('JAVA_VERSION') === undefined || version === undefined) return null;
  const { namespace, name } = productOf(values, path);
  const repository = values.get('SOURCE_REPO') || values.get('BUILD_SOURCE_REPO');
  const qualifiers = repository ? { repository_url: repository } : {};
  return {
    type: 'generic',
    name,
    version,
    purl: purlOf({ type: 'generic', namespace, name, version, qualifiers }),
    folder: folderOf(path),
  };
}

function productOf(values: ReadonlyMap<string, string>, path: string): { namespace: string; name: string } {
  const implementor = values.get('IMPLEMENTOR') ?? '';
  if (values.has('GRAALVM_VERSION')) return { namespace: 'oracle', name: 'graalvm' };
  if (implementor.startsWith('Azul')) return { namespace: 'azul', name: 'zulu' };
  const isOracle =
    values.get('BUILD_TYPE') === 'commercial' || (implementor.startsWith('Oracle') && values.has('VENDOR_VERSION'));
  if (!isOracle) return { namespace: 'oracle', name: 'openjdk' };
  const isRuntimeOnly = values.get('IMAGE_TYPE') === 'JRE' || /\/jre[^/]*\/release$/i.test(path);
  return { namespace: 'oracle', name: isRuntimeOnly ? 'jre' : 'jdk' };
}
