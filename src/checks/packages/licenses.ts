import { declaredLicence } from '../../formats/licences/index.ts';
import type { Package } from '../../domain/index.ts';
import {
  defineCheck,
  type Evidence,
  type Finding,
  finding,
  inapplicable,
  passUnless,
  plant,
  type PlantedFile,
  seen,
  z,
} from '../kit.ts';
import { isPattern, judgedLicence, permits, type Wanted } from './licence-lists.ts';
import { canaries } from './shared.ts';

type Reason = 'license' | 'unknown-license';

const list = () =>
  z.array(
    z.string().refine(isPattern, {
      error: 'is no SPDX identifier; write `MIT`, `GPL-2.0-only WITH Classpath-exception-2.0` or `AGPL-*`',
    }),
  );

const params = z.strictObject({
  allow: list().default([]).describe('SPDX identifiers that may be there, and no others; `BSD-*` = all that begin so'),
  deny: list().default([]).describe('SPDX identifiers that may not be there: `AGPL-*`'),
  unknown: z
    .enum(['allow', 'fail'])
    .default('allow')
    .describe('Whether a package may say nothing, or nothing known, of its licence'),
  types: z.array(z.string()).default([]).describe('Only packages of these types: `npm`, `pypi`; absent = all'),
  except: z
    .array(z.string())
    .default([])
    .describe('Names of packages that somebody has looked at: they may have any licence'),
});
type Params = z.output<typeof params>;

const UNHEARD_OF = 'Tickproof Unheard-Of Terms';
/** One of these is off every sensible list. */
const UNWANTED = ['AGPL-3.0-only', 'SSPL-1.0', 'GPL-3.0-only', 'CC-BY-NC-4.0', 'MIT'];
const SHOWN = 20;

export default defineCheck({
  id: 'packages/licenses',
  version: 1,
  title: 'Every package has a licence that is wanted here',
  why: 'Shipping an image is distributing what is in it: its licences ask for things, and some cannot be met.',
  remedy: 'Replace the package, ask its authors for other terms, or name it under `except` when somebody has decided.',
  references: ['https://spdx.org/licenses/', 'https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/'],
  reads: ['packages.installed'],
  params,
  reasons: ['license', 'unknown-license'],
  example: {
    image: {
      layers: [
        [
          plant('/app/node_modules/greeting/package.json', {
            text: '{"name":"greeting","version":"1.0.0","license":"MIT OR AGPL-3.0-only"}',
          }),
        ],
      ],
    },
    params: { deny: ['AGPL-*', 'SSPL-1.0'], unknown: 'fail' },
  },
  mutants: [
    ...Object.entries(canaries).map(([type, files]) => ({
      level: 'L' as const,
      title: `a package of type ${type} under a licence that is not wanted`,
      reason: 'license' as const,
      edit: (_: unknown, wanted: Params) => planted(type, files, unwantedBy(wanted), wanted),
    })),
    ...Object.entries(canaries).map(([type, files]) => ({
      level: 'L' as const,
      title: `a package of type ${type} under terms that nobody knows`,
      reason: 'unknown-license' as const,
      edit: (_: unknown, wanted: Params) => planted(type, files, wanted.unknown === 'fail' ? UNHEARD_OF : null, wanted),
    })),
  ],

  judge: ({ packages: { installed } }, wanted) => {
    const { allow, deny, unknown, types, except } = wanted;
    if (allow.length === 0 && deny.length === 0 && unknown === 'allow')
      return inapplicable('no licence is allowed or denied by the criterion');
    const looked = installed.filter(
      ({ type, name }) => (types.length === 0 || types.includes(type)) && !except.includes(name),
    );
    const findings = looked.flatMap((it): readonly Finding<Reason>[] => {
      const { refused, unheardOf } = judgedLicence(it.licences, wanted);
      const evidence = seen.path(it.path, it.licences.join(', ') || '(nothing is said)');
      if (refused !== null) return [finding('license', `${it.purl}: ${refused} is not wanted here`, evidence)];
      if (!unheardOf || unknown === 'allow') return [];
      const said =
        it.licences.length === 0
          ? 'says nothing of its licence'
          : `says ${it.licences.join(', ')}, which is no licence that is known`;
      return [finding('unknown-license', `${it.purl} ${said}`, evidence)];
    });
    return passUnless(
      findings,
      () => (looked.length === 0 ? [] : evidenceOf(looked)),
      'there are no packages of these types',
    );
  },
});

function unwantedBy(wanted: Wanted): string | null {
  const denied = wanted.deny.filter((it) => !it.includes('*') && !it.includes(' '));
  return [...denied, ...UNWANTED].find((id) => !permits(wanted, { id, isLater: false, exception: null })) ?? null;
}

function planted(
  type: string,
  files: (licence: string) => readonly PlantedFile[],
  licence: string | null,
  { types }: Params,
): readonly (readonly PlantedFile[])[] | null {
  return licence === null || (types.length > 0 && !types.includes(type)) ? null : [files(licence)];
}

function evidenceOf(looked: readonly Package[]): readonly Evidence[] {
  const groups = new Map<string, string[]>();
  for (const { licences, name } of looked) {
    const { text } = declaredLicence(licences);
    const key = text ?? (licences.length === 0 ? '(nothing is said)' : '(not all of it is known)');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const rows = [...groups].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  return [
    seen.measure('packages looked at', looked.length, 'count'),
    seen.table(
      'Licences',
      ['Licence', 'Packages', 'For example'],
      rows.slice(0, SHOWN).map(([licence, names]) => [licence, String(names.length), names.slice(0, 3).join(', ')]),
      rows.length > SHOWN ? [`and ${rows.length - SHOWN} more`] : [],
    ),
  ];
}
