import type { StageBase } from '../../domain/index.ts';
import { parseReference } from '../../formats/index.ts';
import { officialImage } from './base-environment.ts';

export type Family = 'alpine' | 'debian' | 'red-hat';

/** Official images that are made on Debian or Ubuntu, unless their tag names another system. */
const ON_DEBIAN = new Set(
  'buildpack-deps debian golang httpd nginx node php postgres python redis ruby rust ubuntu'.split(' '),
);
const RED_HAT = new Set('almalinux amazonlinux centos fedora oraclelinux rockylinux'.split(' '));
const OTHER = /windows|nanoserver|servercore|oracle|ubi|centos|photon|mariner|azurelinux|chiseled|busybox/;

/** The distribution that an official image is made on; null where its name does not tell. */
export function familyOf(base: StageBase): Family | null {
  const image = officialImage(base);
  if (!image || image.tag.includes('$') || OTHER.test(image.tag)) return null;
  if (image.name === 'alpine') return 'alpine';
  if (RED_HAT.has(image.name)) return 'red-hat';
  if (!ON_DEBIAN.has(image.name)) return null;
  return image.tag.includes('alpine') ? 'alpine' : 'debian';
}

/** Whether a base is known to bring no shell at all. */
export function hasNoShell(base: StageBase): boolean {
  if (base.kind !== 'image') return base.kind === 'scratch';
  const parsed = parseReference(base.reference);
  if (!parsed) return false;
  const { repository, tag } = parsed;
  const name = tag ?? '';
  if (/(?:^|\/)distroless\//.test(repository)) return !name.includes('debug');
  if (/(?:^|\/)chainguard\/(?:static|glibc-dynamic)$/.test(repository)) return !name.includes('dev');
  return /(?:^|\/)dotnet\/(?:runtime|aspnet|runtime-deps)$/.test(repository) && /chiseled|distroless/.test(name);
}
