import { type Platform, readPlatform } from '../../formats/index.ts';
import type { Stage } from '../../domain/index.ts';
import { z } from '../kit.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

/** Names of registries' folders and ends of tags that say for which machine an image is built. */
const FOLDERS: Readonly<Record<string, string>> = {
  amd64: 'amd64',
  arm32v5: 'arm',
  arm32v6: 'arm',
  arm32v7: 'arm',
  arm64v8: 'arm64',
  i386: '386',
  mips64le: 'mips64le',
  ppc64le: 'ppc64le',
  riscv64: 'riscv64',
  s390x: 's390x',
};
const TAG = /[-_.](amd64|x86_64|arm64(?:v8)?|aarch64|ppc64le|s390x|riscv64)$/;
const SPELT: Readonly<Record<string, string>> = { x86_64: 'amd64', arm64v8: 'arm64', aarch64: 'arm64' };

/** The architecture that an image's name speaks of. */
function named(reference: string): string | null {
  const [name = ''] = reference.split('@');
  const folder = name.replace(/^docker\.io\//, '').split('/')[0] ?? '';
  if (name.includes('/') && Object.hasOwn(FOLDERS, folder)) return FOLDERS[folder] ?? null;
  const end = TAG.exec(name)?.[1];
  return end === undefined ? null : (SPELT[end] ?? end);
}

function wanted({ platform, from }: Stage, target: string): Platform | null {
  const written = from.flags.find(({ name }) => name === 'platform')?.value ?? null;
  if (written === null) return target === '' ? null : readPlatform(target);
  return written.includes('$') || platform === null ? null : readPlatform(platform);
}

function find(source: ParsedDockerfile, { platform }: { readonly platform: string }): readonly Sighting[] {
  return source.stages.flatMap((stage) => {
    const is = stage.base.kind === 'image' ? named(stage.base.reference) : null;
    const asked = wanted(stage, platform)?.architecture;
    if (is === null || asked === undefined || asked === is) return [];
    return [sighting(stage.from, `The image is one for ${is}, the stage is built for ${asked}`)];
  });
}

export default defineRule({
  id: 'dockerfile/base-fits-platform',
  title: 'A base image is of the platform that the stage is built for',
  why: 'Programs of another architecture do not start, or run many times slower where the machine emulates it.',
  remedy: 'Name the image without its architecture, so that the registry gives the fitting one.',
  references: ['https://docs.docker.com/reference/build-checks/invalid-base-image-platform/'],
  aliases: ['InvalidBaseImagePlatform'],
  severity: 'warning',
  reason: 'base-of-other-platform',
  params: z.strictObject({
    platform: z.string().default('').describe('The platform that is built for, as in `linux/arm64`; empty = any'),
  }),
  good: 'FROM --platform=linux/arm64 arm64v8/debian:bookworm AS arm64\nRUN true\n',
  bad: 'FROM --platform=linux/amd64 arm64v8/debian:bookworm AS amd64',
  looksAt: (source) => source.stages.filter(({ base }) => base.kind === 'image').map(({ from }) => from),
  find,
});
