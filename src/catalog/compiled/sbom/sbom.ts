import { readJson } from '../../shared/json.ts';
import { baseOf, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import type { Found, Reader } from '../../types.ts';
import { readXml } from '../xml.ts';
import { readCycloneDxJson, readCycloneDxXml } from './cyclonedx.ts';
import { type Document, packagesOf } from './document.ts';
import { readSpdxJson, readSpdxTags } from './spdx.ts';
import { readSyftJson } from './syft-json.ts';

const KINDS = ['.syft', '.bom', '.sbom', '.cdx', '.spdx'];

/** Bills of materials that were put into an image: SPDX, CycloneDX, syft's own. */
export const sbom: Reader = {
  cataloguer: 'sbom',
  says: 'installed',
  names: ['bom', 'sbom', 'bom.json', 'sbom.json', 'bom.xml', 'sbom.xml', 'bom.cdx.json', 'bom.spdx.json'],
  extensions: KINDS.flatMap((it) => [it, `${it}.json`, `${it}.xml`]),
  // What a wheel brings in is of the machine that repaired it, and its libraries are inside the wheel.
  where: (path) => !(path.includes('.dist-info/sboms/') && baseOf(path).startsWith('auditwheel.')),
  read: (file) => {
    const read = readSbom(textOf(file.bytes));
    return 'fault' in read ? reading('sbom', file, [], read.fault) : reading('sbom', file, read.packages);
  },
};

export function readSbom(source: string): { readonly packages: readonly Found[] } | { readonly fault: string } {
  const document = documentOf(source.trimStart());
  if (document === null) return { fault: 'it is no SPDX, CycloneDX or syft document' };
  return 'fault' in document ? document : { packages: packagesOf(document) };
}

function documentOf(source: string): Document | { readonly fault: string } | null {
  if (source.startsWith('<')) {
    const root = readXml(source);
    return 'fault' in root ? root : readCycloneDxXml(root);
  }
  if (!source.startsWith('{')) return readSpdxTags(source);
  const json = readJson(source);
  if ('fault' in json) return json;
  return readSpdxJson(json.value) ?? readCycloneDxJson(json.value) ?? readSyftJson(json.value);
}
