import type { Scan } from '../../domain/index.ts';
import { plant, type PlantedFile } from '../kit.ts';

type Specimen = NonNullable<Scan['specimen']>;

/**
 * The files that make a package installed so many times, as its own tool would leave them; null for a type that cannot be
 * planted, or only once.
 */
export function filesOf(specimen: Specimen, times = 1): readonly PlantedFile[] | null {
  const copies = Array.from({ length: times }, (_, index) => copyOf(specimen, `/opt/tickproof-planted-${index + 1}`));
  const [first] = copies;
  const isInOneDatabase = first?.some(({ path }) => !path.startsWith('/opt/'));
  if (!first || (isInOneDatabase && times > 1)) return null;
  return copies.flatMap((files) => files ?? []);
}

function copyOf({ type, name, version }: Specimen, folder: string): readonly PlantedFile[] | null {
  const file = (path: string, text: string) => [plant(path, { text, mode: 0o644 })];
  switch (type) {
    case 'npm':
      return file(`${folder}/node_modules/${name}/package.json`, JSON.stringify({ name, version }));
    case 'pypi': {
      const info = `${name.replaceAll(/[-.]+/g, '_')}-${version}.dist-info`;
      const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
      return file(`${folder}/lib/python3/site-packages/${info}/METADATA`, metadata);
    }
    case 'deb': {
      const fields = [`Package: ${name}`, 'Status: install ok installed', 'Architecture: all', `Version: ${version}`];
      return file(`/var/lib/dpkg/status.d/tickproof-planted`, `${fields.join('\n')}\n`);
    }
    case 'apk':
      return file('/lib/apk/db/installed', `P:${name}\nV:${version}\nA:noarch\no:${name}\n\n`);
    case 'gem': {
      const text = `Gem::Specification.new do |s|\n  s.name = "${name}"\n  s.version = "${version}"\nend\n`;
      return file(`${folder}/specifications/${name}-${version}.gemspec`, text);
    }
    case 'composer':
      return file(`${folder}/vendor/composer/installed.json`, JSON.stringify({ packages: [{ name, version }] }));
    default:
      return null;
  }
}
