import type { Reader } from '../../../src/catalog/types.ts';
import { bunLock } from '../../../src/catalog/scripted/node/bun-lock.ts';
import { denoLock } from '../../../src/catalog/scripted/node/deno-lock.ts';
import { nodeInstalled } from '../../../src/catalog/scripted/node/installed.ts';
import { npmLock } from '../../../src/catalog/scripted/node/npm-lock.ts';
import { pnpmLock } from '../../../src/catalog/scripted/node/pnpm-lock.ts';
import { yarnLock } from '../../../src/catalog/scripted/node/yarn-lock.ts';
import type { Found } from '../../../src/catalog/types.ts';
import type { Case } from '../vectors.ts';
import { bytesOf, chooses, judgeBy, judgePaths, type Wanted, type Way } from './kit.ts';

/** What stands in package.json, not in the lock file: the project and its workspaces. */
const isLocked = ({ relationship }: Wanted): boolean => relationship !== 'root' && relationship !== 'workspace';

/** Licences are not in lock files of Yarn and pnpm: they come from what is installed beside them. */
function withInstalled(found: Found, { files }: Case): Found {
  for (const path of Object.keys(files)) {
    if (!chooses(nodeInstalled, path)) continue;
    const other = nodeInstalled.read({ path: `/${path}`, bytes: bytesOf(files[path]) })?.packages[0];
    if (other?.name === found.name && other.version === found.version)
      return { ...found, licences: other.licences ?? [] };
  }
  return found;
}

const yarn: Way = {
  reader: yarnLock,
  keep: ({ qualifiers }) => qualifiers === undefined,
  expect: isLocked,
  more: withInstalled,
  knowsLicence: ({ name }, { files }) =>
    !Object.keys(files).some((it) => it.includes(`/${name}-npm-`) && typeof files[it] === 'object'),
};
const pnpm: Way = { reader: pnpmLock, keep: ({ isDev }) => isDev !== true, more: withInstalled };

const BY_NAME: readonly (readonly [RegExp, Reader])[] = [
  [/bun/i, bunLock],
  [/deno/i, denoLock],
  [/PackageJSON|package_json/i, nodeInstalled],
  [/PackageLock/i, npmLock],
  [/pnpm/i, pnpmLock],
  [/yarn/i, yarnLock],
];

function javascript(it: Case): string | null {
  if (it.id.includes('PackageCataloger_Globs')) return judgePaths([nodeInstalled])(it);
  if (it.id.includes('LockCataloger_Globs')) return judgePaths([npmLock, yarnLock, pnpmLock, bunLock, denoLock])(it);
  const test = it.id.split(':')[2] ?? '';
  const [, reader = npmLock] = BY_NAME.find(([name]) => name.test(test)) ?? [];
  const leavesDev = (reader !== pnpmLock && reader !== yarnLock) || it.options?.includeDev === false;
  return judgeBy({
    reader,
    spellPurl: (purl) => purl.split('?vcs_url=')[0] ?? '',
    keep: ({ isDev }) => !(leavesDev && isDev === true),
    expect: ({ name, resolved }) => !resolved.includes('@workspace:') && !(reader === npmLock && name === project(it)),
  })(it);
}

/** The project's own name in its lock file: not a package that it declares. */
const project = ({ files, input }: Case): string =>
  String(/^\s*\{\s*"name": "([^"]*)"/.exec(String(files[input]))?.[1]);

export const nodeJudges = {
  'nodejs/bun': judgeBy({ reader: bunLock }),
  'nodejs/npm': judgeBy({ reader: npmLock }),
  'nodejs/packagejson': judgeBy({ reader: nodeInstalled }),
  'nodejs/pnpm': judgeBy(pnpm),
  'nodejs/yarn': judgeBy(yarn),
  'language/nodejs/bun': judgeBy({ reader: bunLock }),
  'language/nodejs/npm': judgeBy({ reader: npmLock }),
  'language/nodejs/pkg': judgeBy({ reader: nodeInstalled }),
  'language/nodejs/pnpm': judgeBy(pnpm),
  'language/nodejs/yarn': judgeBy(yarn),
  javascript,
};
