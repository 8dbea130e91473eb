import type { ExecutableReader } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { BUILD_INFO_MAGIC, readBuildInfo } from './build-info.ts';
import { packagesOf } from './modules.ts';

/** Modules that a Go program was linked from. */
export const goBinary: ExecutableReader = {
  cataloguer: 'go-binary',
  needles: [BUILD_INFO_MAGIC],
  read: (file) => {
    const info = readBuildInfo(file.bytes);
    return info === null ? null : reading('go-binary', file, packagesOf(info));
  },
};
