import { Numbers, nameAt } from '../executable/numbers.ts';
import { reading } from '../../shared/reading.ts';
import type { Reader } from '../../types.ts';

/** Setup header of a bzImage (Documentation/arch/x86/boot.rst): the magic `HdrS`, and where the version stands. */
const MAGIC_AT = 0x202;
const VERSION_AT = 0x20e;
const SETUP_AT = 0x200;

/** A Linux kernel: `vmlinuz` and its kin. */
export const linuxKernel: Reader = {
  cataloguer: 'linux-kernel',
  says: 'installed',
  paths: /\/(?:vmlinuz|bzImage|kernel)(?:-[^/]{1,100})?$/,
  mostBytes: 64 << 20,
  read: (file) => {
    const { bytes } = file;
    if (bytes.toString('latin1', MAGIC_AT, MAGIC_AT + 4) !== 'HdrS') return null;
    const text = nameAt(bytes, SETUP_AT + new Numbers(bytes, true).u16(VERSION_AT));
    const version = /^\d+\.\d+[^\s]{0,100}/.exec(text)?.[0];
    return version === undefined
      ? null
      : reading('linux-kernel', file, [{ type: 'kernel', name: 'linux-kernel', version }]);
  },
};
