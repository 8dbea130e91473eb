import { appleBundle } from '../../../src/catalog/compiled/other/apple-bundle.ts';
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

export const otherJudges: Readonly<Record<string, Judge>> = {
  'c/conan': judgeConan,
  'language/c/conan': judgeConan,
  'pkg/bottlerocket_inventory': judgeBottlerocket,
  apple: judgeBy({ reader: appleBundle }),
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
