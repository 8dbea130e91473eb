import { sbom } from '../../../src/catalog/compiled/sbom/sbom.ts';
import { formatPurl } from '../../../src/catalog/purl.ts';
import type { Case } from '../vectors.ts';
import { bytesOf, judgeBy, judgePaths, judgeReadings } from './kit.ts';

type Judge = (it: Case) => string | null;

const TYPES: Readonly<Record<string, string>> = { Debian: 'deb', Redhat: 'rpm', Gem: 'gem', PyPi: 'pypi' };

/** trivy writes a purl in its parts, and the words for "not known" as licences. */
function plain(it: Case): Case {
  const { applications = [], packageInfos = [] } = it.expect.want ?? {};
  const said = [...applications, ...packageInfos].flatMap(({ packages }: Case) => packages as readonly Case[]); // their shape
  const want = said.map((one) => ({
    ...one,
    licenses: (one.licenses ?? []).filter((licence: string) => licence !== 'NOASSERTION'),
    ...(one.identifier?.purl ? { purl: purlOf(one.identifier.purl) } : {}),
  }));
  return { ...it, expect: { ...it.expect, want } };
}

function purlOf({ type, namespace, name, version, qualifiers = [] }: Case): string {
  const word = String(type).replace('$Type', '');
  const pairs = (qualifiers as readonly Case[]).map(({ key, value }): [string, string] => [key, value]); // their shape
  return formatPurl({
    type: TYPES[word] ?? word.toLowerCase(),
    namespace,
    name,
    version,
    qualifiers: Object.fromEntries(pairs),
  });
}

/** The cataloguer for Bitnami keeps the packages of Bitnami that the document describes. */
const judgeBitnami: Judge = (it) => {
  const described = new Set<string>();
  const readings = Object.entries(it.files)
    .filter(([path]) => /\.spdx-[^/]+\.spdx$/.test(path))
    .map(([path, file]) => {
      for (const [, name = ''] of bytesOf(file)
        .toString('utf8')
        .matchAll(/"documentDescribes":\s*\[\s*"SPDXRef-([^"]+)"/g))
        described.add(name);
      return sbom.read({ path: `/${path}`, bytes: bytesOf(file) });
    });
  const unique = (one: Case) => ({ ...one, licenses: [...new Set(one.licenses as readonly string[])] }); // their shape
  const wantPkgs = it.expect.wantPkgs.map(unique);
  const keep = ({ type, name }: { type: string; name: string }) => type === 'bitnami' && described.has(name);
  return judgeReadings(readings, { reader: sbom, keep }, { ...it, expect: { ...it.expect, wantPkgs } });
};

export const sbomJudges: Readonly<Record<string, Judge>> = {
  sbom: (it) => {
    if (it.id.includes('Globs')) return judgePaths([sbom])(it);
    return judgeBy({ reader: sbom })(it.id.startsWith('trivy:') ? plain(it) : it);
  },
  bitnami: judgeBitnami,
};
