import { condaEnvironment, condaMeta } from '../../../src/catalog/scripted/other/conda.ts';
import { mixLock, otpApplication, rebarLock } from '../../../src/catalog/scripted/other/erlang.ts';
import { juliaManifest } from '../../../src/catalog/scripted/other/julia.ts';
import { rockspec } from '../../../src/catalog/scripted/other/lua.ts';
import { pubLock, pubspec } from '../../../src/catalog/scripted/other/pub.ts';
import { descriptionFields, rInstalled } from '../../../src/catalog/scripted/other/r.ts';
import { podfileLock, swiftResolved } from '../../../src/catalog/scripted/other/swift.ts';
import type { Found, Reader } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';
import { bytesOf, judgeBy, judgePaths, type Way } from './kit.ts';

type Judge = (it: Case) => string | null;

/** Needs that stand in the cached pubspec.yaml of a package, not in the lock file. */
function withCache(found: Found, { files, options }: Case): Found {
  const isThere =
    Object.keys(files).some((path) => path.startsWith('cache/')) && String(options?.pubCacheEnv).endsWith('/cache');
  const [path = ''] = Object.keys(files).filter(
    (it) => isThere && it.includes(`/${found.name}-${found.version}/pubspec.yaml`),
  );
  const spec = path === '' ? undefined : pubspec.read({ path: `/${path}`, bytes: bytesOf(files[path]) })?.packages[0];
  if (spec?.requires === undefined) return found;
  const lock = pubLock.read({ path: '/pubspec.lock', bytes: bytesOf(files['pubspec.lock']) })?.packages ?? [];
  const requires = spec.requires.flatMap((name) =>
    lock.filter((it) => it.name === name).map((it) => `${name}@${it.version}`),
  );
  return { ...found, requires };
}

/** trivy reads what comes from the registry. */
const mix: Way = { reader: mixLock, keep: ({ version, qualifiers }) => version !== '' && qualifiers === undefined };

const pub: Way = { reader: pubLock, more: withCache };

/** trivy says `unknown` where Julia's own version is not in the manifest. */
const julia: Judge = (it) =>
  judgeBy({ reader: juliaManifest })(JSON.parse(JSON.stringify(it).replaceAll('"unknown"', '""')) as Case);

/** A family of syft's: a path rule, or the reader whose test it is. */
const family =
  (readers: Readonly<Record<string, Partial<Way> & { readonly reader: Reader }>>, globs: readonly Reader[]): Judge =>
  (it) => {
    if (it.id.includes('_Globs')) return judgePaths(globs)(it);
    const test = it.id.split(':')[2] ?? '';
    const way = Object.entries(readers).find(([name]) => new RegExp(name, 'i').test(test))?.[1];
    return way === undefined ? 'there is no reader for it' : judgeBy(way)(it);
  };

/** The SDK's own parts have no version of their own. */
const isNotOfSdk = ({ version }: Found): boolean => version !== '0.0.0';

const withoutQualifiers = (purl: string): string => purl.split('?')[0] ?? '';

/** A part of a pod is a subpath by the specification; syft writes it into the name. */
const withSubpath = (purl: string): string => purl.replace(/%2F([^@]*)(@[^#]*)$/, '$2#$1');

const lastName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

function r(it: Case): string | null {
  if (it.input === undefined || !it.id.includes('DescriptionFile'))
    return family({ '': { reader: rInstalled } }, [rInstalled])(it);
  const fields = descriptionFields(bytesOf(it.files[it.input]).toString());
  return differs(Object.fromEntries(fields), it.expect.want);
}

export const otherJudges: Readonly<Record<string, Judge>> = {
  'conda/environment': judgeBy({ reader: condaEnvironment }),
  'conda/meta': judgeBy({ reader: condaMeta }),
  'language/conda/environment': judgeBy({ reader: condaEnvironment }),
  'language/conda/meta': judgeBy({ reader: condaMeta }),
  conda: family({ '': { reader: condaMeta } }, [condaMeta]),
  'dart/pub': judgeBy(pub),
  'language/dart/pub': judgeBy(pub),
  dart: (it) =>
    it.id.includes('PubspecCataloger_Globs')
      ? judgePaths([pubspec])(it)
      : family({ lock: { reader: pubLock, keep: isNotOfSdk }, '': { reader: pubspec } }, [pubLock])(it),
  'hex/mix': judgeBy(mix),
  'language/elixir/mix': judgeBy(mix),
  elixir: family({ '': { reader: mixLock, spellPurl: withoutQualifiers } }, [mixLock]),
  erlang: (it) =>
    it.id.includes('OTP_Globs')
      ? judgePaths([otpApplication])(it)
      : family(
          {
            otp: { reader: otpApplication },
            rebar: { reader: rebarLock, spellPurl: withoutQualifiers },
          },
          [rebarLock],
        )(it),
  'julia/manifest': julia,
  'language/julia/pkg': julia,
  lua: family(
    { '': { reader: rockspec, licences: ({ licences }) => licences?.map((it) => it.replaceAll(' ', '-')) } },
    [rockspec],
  ),
  r,
  'swift/cocoapods': judgeBy({ reader: podfileLock }),
  'swift/swift': judgeBy({ reader: swiftResolved }),
  'language/swift/cocoapods': judgeBy({ reader: podfileLock }),
  'language/swift/swift': judgeBy({ reader: swiftResolved }),
  swift: family(
    { podfile: { reader: podfileLock, spellPurl: withSubpath }, resolved: { reader: swiftResolved, spell: lastName } },
    [podfileLock, swiftResolved],
  ),
};
