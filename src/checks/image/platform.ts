import { defineCheck, finding, type ImageConfig, inapplicable, passUnless, plant, seen, z } from '../kit.ts';
import { andMore, canaryElf, globs, pathMatcher, runsOn } from './shared.ts';

const MOST_FINDINGS = 20;

export default defineCheck({
  id: 'image/platform',
  version: 1,
  title: 'The image is for a platform that was asked for, and so is every program in it',
  why: 'A program for another machine ends with `exec format error`, or runs ten times slower under emulation.',
  remedy: 'Build with `--platform`, and copy only files that were built for the target platform between stages.',
  references: [
    'https://docs.docker.com/build/building/multi-platform/',
    'https://github.com/opencontainers/image-spec/blob/main/config.md',
  ],
  reads: ['image.config', 'image.executables', 'image.layers'],
  params: z.strictObject({
    platforms: z
      .array(
        z.string().regex(/^[a-z]+\/[a-z0-9]+(?:\/v\d+)?$/, { error: 'is not a platform: write it like `linux/arm64`' }),
      )
      .min(1)
      .optional()
      .describe('Platforms that are asked for; without it, whatever the image itself says'),
    except: globs()
      .default(['**/prebuilds/**'])
      .describe('Programs that are for other machines on purpose: by default the prebuilt binaries of npm packages'),
  }),
  reasons: ['platform'],
  example: {
    image: {
      config: { os: 'linux', architecture: 'amd64' },
      layers: [[plant('/app/server', { text: canaryElf(62), mode: 0o755 })]],
    },
    params: { platforms: ['linux/amd64'] },
  },
  mutants: [
    {
      level: 'L',
      title: 'a program for another machine',
      reason: 'platform',
      edit: ({ config }) => [
        [
          plant('/tickproof-foreign', {
            text: canaryElf(config.architecture === 'amd64' ? EM_S390 : EM_X86_64),
            mode: 0o755,
          }),
        ],
      ],
    },
  ],

  mutantsFor: ({ image: { executables } }, { platforms }) => {
    if (!platforms && !executables.some(({ architecture }) => architecture !== null)) return []; // nothing to compare with
    const edit = (config: ImageConfig) => {
      const other = ['s390x', 'ppc64le', 'mips64le'].find(
        (it) => it !== config.architecture && !platforms?.includes(`linux/${it}`),
      );
      return other === undefined ? null : { ...config, architecture: other };
    };
    return [
      { level: 'K' as const, title: 'an image that says it is for another machine', reason: 'platform' as const, edit },
    ];
  },

  judge: ({ image: { config, executables, layers } }, { platforms, except }) => {
    const own = platformOf(config);
    const isExcepted = pathMatcher(except);
    const programs = executables.filter(({ kind, path }) => kind === 'elf' && !isExcepted(path, '/'));
    if (!platforms && programs.length === 0)
      return inapplicable('no platform is asked for, and the image holds no program to compare with');
    const isAsked = !platforms || platforms.some((it) => own === it || own.startsWith(`${it}/`));
    const foreign = programs.filter(({ architecture }) => !runsOn(architecture, config.architecture));
    return passUnless(
      [
        ...(isAsked
          ? []
          : [
              finding(
                'platform',
                `the image is for ${own}, wanted ${platforms?.join(' or ')}`,
                seen.value('platform', own),
              ),
            ]),
        ...foreign.slice(0, MOST_FINDINGS).map((it, index) => {
          const more = index === MOST_FINDINGS - 1 ? andMore(foreign.length - MOST_FINDINGS) : '';
          return finding(
            'platform',
            `${it.path} is for ${it.architecture ?? 'an unknown machine'}, the image for ${own}${more}`,
            seen.file(it),
          );
        }),
      ],
      layers.length === 0
        ? []
        : [seen.value('platform', own), seen.measure('programs compared with it', programs.length, 'count')],
      'the image has no layers',
    );
  },
});

const EM_S390 = 22;
const EM_X86_64 = 62;

function platformOf({ os, architecture, variant }: ImageConfig): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}
