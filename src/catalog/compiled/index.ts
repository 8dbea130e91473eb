import type { ExecutableReader, Reader } from '../types.ts';
import { depsJson } from './dotnet/deps-json.ts';
import { packagesLock } from './dotnet/packages-lock.ts';
import { packagesConfig, packagesProps } from './dotnet/packages-xml.ts';
import { peProgram } from './dotnet/pe-program.ts';
import { goBinary } from './go/go-binary.ts';
import { goMod } from './go/go-mod.ts';
import { goSum } from './go/go-sum.ts';
import { gradleLock } from './java/gradle-lock.ts';
import { javaArchive } from './java/java-archive.ts';
import { javaRelease } from './java/java-release.ts';
import { pom } from './java/pom.ts';
import { sbtLock } from './java/sbt-lock.ts';
import { appleBundle } from './other/apple-bundle.ts';
import { bottlerocket } from './other/bottlerocket.ts';
import { conanFile, conanInfo, conanLock } from './other/conan.ts';
import { githubActions } from './other/github-actions.ts';
import { cabalFreeze, stackLock, stackYaml } from './other/haskell.ts';
import { homebrew } from './other/homebrew.ts';
import { linuxKernel } from './other/linux-kernel.ts';
import { opam } from './other/opam.ts';
import { snap } from './other/snap.ts';
import { swiplPack } from './other/swipl-pack.ts';
import { terraformLock } from './other/terraform.ts';
import { programReaders, textProgramReaders } from './programs/index.ts';
import { cargoAuditable } from './rust/cargo-auditable.ts';
import { cargoLock } from './rust/cargo-lock.ts';
import { sbom } from './sbom/sbom.ts';

/** Readers of what compiled languages leave: archives, lock files, manifests, bills of materials. */
export const compiledReaders: readonly Reader[] = [
  goMod,
  goSum,
  cargoLock,
  javaArchive,
  javaRelease,
  pom,
  gradleLock,
  sbtLock,
  depsJson,
  packagesLock,
  packagesConfig,
  packagesProps,
  conanLock,
  conanFile,
  conanInfo,
  cabalFreeze,
  stackYaml,
  stackLock,
  opam,
  swiplPack,
  bottlerocket,
  appleBundle,
  terraformLock,
  githubActions,
  homebrew,
  snap,
  linuxKernel,
  sbom,
  ...textProgramReaders,
];

/** Readers of ELF, PE and Mach-O files. */
export const executableReaders: readonly ExecutableReader[] = [goBinary, cargoAuditable, peProgram, ...programReaders];
