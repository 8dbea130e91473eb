import { appleBundle } from '../../../src/catalog/compiled/other/apple-bundle.ts';
import { githubActions } from '../../../src/catalog/compiled/other/github-actions.ts';
import { homebrew } from '../../../src/catalog/compiled/other/homebrew.ts';
import { snap } from '../../../src/catalog/compiled/other/snap.ts';
import { terraformLock } from '../../../src/catalog/compiled/other/terraform.ts';
import { wordpressPlugin } from '../../../src/catalog/scripted/php/wordpress.ts';
import { bottlerocket } from '../../../src/catalog/compiled/other/bottlerocket.ts';
import { conanFile, conanInfo, conanLock } from '../../../src/catalog/compiled/other/conan.ts';
import { cabalFreeze, stackLock, stackYaml } from '../../../src/catalog/compiled/other/haskell.ts';
import { opam } from '../../../src/catalog/compiled/other/opam.ts';
import { swiplPack } from '../../../src/catalog/compiled/other/swipl-pack.ts';
import type { Reader } from '../../../src/catalog/types.ts';
import type { Case } from '../vectors.ts';
import { judgeBy, judgePaths } from './kit.ts';

type Judge = (it: Case) => string | null;

/** Licences stand in Conan's own cache, and not in the lock file. */
const judgeConan = judgeBy({ reader: conanLock, knowsLicence: () => false });

/** By words in the vector's id, the first that fits: paths of a cataloguer, or one of its readers. */
const byTest =
  (readers: Readonly<Record<string, Reader | readonly Reader[]>>): Judge =>
  (it) => {
    const [, reader] = Object.entries(readers).find(([word]) => it.id.includes(word)) ?? [];
    if (reader === undefined) return 'there is no reader for this';
    return 'read' in reader ? judgeBy({ reader })(it) : judgePaths(reader)(it);
  };

/** Epoch, version and release are one text here. */
const judgeBottlerocket: Judge = (it) => {
  const wantPkgs = (it.expect.wantPkgs as readonly Case[]).map((one) => ({
    ...one,
    version: `${one.epoch ? `${one.epoch}:` : ''}${one.version}-${one.release}`,
  })); // their own shape
  return judgeBy({ reader: bottlerocket })({ ...it, input: it.input.replace('./', ''), expect: { wantPkgs } });
};

/** syft names the part of a repository that is run, and what lies in the own one. */
const judgeActions = judgeBy({
  reader: githubActions,
  spell: (name) => name.split('/').slice(0, 2).join('/'),
  spellPurl: (purl) => purl.split('#')[0] ?? '',
  expect: ({ version }) => version !== '',
});

/** Paths of a cataloguer, or what its reader finds. */
const family =
  (reader: Reader): Judge =>
  (it) =>
    it.id.includes('Globs') ? judgePaths([reader])(it) : judgeBy({ reader })(it);

export const otherJudges: Readonly<Record<string, Judge>> = {
  'c/conan': judgeConan,
  'language/c/conan': judgeConan,
  'pkg/bottlerocket_inventory': judgeBottlerocket,
  apple: judgeBy({ reader: appleBundle }),
  githubactions: judgeActions,
  homebrew: family(homebrew),
  snap: family(snap),
  terraform: family(terraformLock),
  wordpress: family(wordpressPlugin),
  cpp: byTest({
    CatalogerConanInfo_Globs: [conanInfo],
    CatalogerConan_Globs: [conanFile, conanLock],
    Conanfile: conanFile,
    ConanLock: conanLock,
    ConanInfo: conanInfo,
  }),
  haskell: byTest({
    Globs: [cabalFreeze, stackYaml, stackLock],
    CabalFreeze: cabalFreeze,
    StackLock: stackLock,
    StackYaml: stackYaml,
  }),
  ocaml: byTest({ Globs: [opam], Opam: opam }),
  swipl: byTest({ Globs: [swiplPack], Pack: swiplPack }),
};
