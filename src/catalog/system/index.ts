import type { Reader } from '../types.ts';
import { alpmDesc, alpmFiles, alpmMtree } from './alpm.ts';
import { apkInstalled } from './apk.ts';
import { chiselManifest } from './chisel.ts';
import { dpkgCopyright } from './copyright.ts';
import { dpkgConffiles, dpkgList, dpkgMd5sums, dpkgStatus, dpkgStatusFolder } from './dpkg.ts';
import { portageContents, portageLicence } from './portage.ts';
import { rpmDatabase, rpmFile, rpmManifest } from './rpm/index.ts';

/** Readers of what package managers of distributions keep. */
export const systemReaders: readonly Reader[] = [
  dpkgStatus,
  dpkgStatusFolder,
  dpkgList,
  dpkgMd5sums,
  dpkgConffiles,
  dpkgCopyright,
  chiselManifest,
  apkInstalled,
  rpmDatabase,
  rpmManifest,
  rpmFile,
  alpmDesc,
  alpmFiles,
  alpmMtree,
  portageContents,
  portageLicence,
];
