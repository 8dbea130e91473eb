import type { Scan } from '../../domain/index.ts';
import { plant, type PlantedFile } from '../kit.ts';

type Specimen = NonNullable<Scan['specimen']>;

const FOLDER = '/opt/tickproof-planted';

/** The files that make a package installed, as its own tool would leave them; null for a type that cannot be planted. */
export function filesOf({ type, name, version }: Specimen): readonly PlantedFile[] | null {
  const file = (path: string, text: string) => [plant(path, { text, mode: 0o644 })];
  switch (type) {
    case 'npm':
      return file(`${FOLDER}/node_modules/${name}/package.json`, JSON.stringify({ name, version }));
    case 'pypi': {
      const folder = `${name.replaceAll(/[-.]+/g, '_')}-${version}.dist-info`;
      const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
      return file(`${FOLDER}/lib/python3/site-packages/${folder}/METADATA`, metadata);
    }
    case 'deb': {
      const fields = [`Package: ${name}`, 'Status: install ok installed', 'Architecture: all', `Version: ${version}`];
      return file(`/var/lib/dpkg/status.d/tickproof-planted`, `${fields.join('\n')}\n`);
    }
    case 'apk':
      return file('/lib/apk/db/installed', `P:${name}\nV:${version}\nA:noarch\no:${name}\n\n`);
    case 'gem': {
      const text = `Gem::Specification.new do |s|\n  s.name = "${name}"\n  s.version = "${version}"\nend\n`;
      return file(`${FOLDER}/specifications/${name}-${version}.gemspec`, text);
    }
    case 'composer':
      return file(`${FOLDER}/vendor/composer/installed.json`, JSON.stringify({ packages: [{ name, version }] }));
    default:
      return null;
  }
}
