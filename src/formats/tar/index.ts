export { TAR_BLOCK, corruptArchive, type TarHeader, type TarType } from './header.ts';
export { indexTar, type ReadRange, type TarMember } from './index-tar.ts';
export { type PassingMember, passingMembers } from './members.ts';
export { type TarPart, TarReader } from './reader.ts';
export { type TarEntry, type TarPiece, tarPieces, writeTar } from './write.ts';
