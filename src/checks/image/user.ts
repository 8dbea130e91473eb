import { defineCheck, type Evidence, fail, finding, type ImageConfig, pass, plant, seen, z } from '../kit.ts';
import { plantAt, resolveInTree, type ResolvedUser, resolveUser } from './shared.ts';

const as = (title: string, user: string) => ({
  level: 'K' as const,
  title,
  reason: 'root-user' as const,
  edit: (config: ImageConfig) => ({ ...config, user }),
});

export default defineCheck({
  id: 'image/user',
  version: 1,
  title: 'The image runs as a user that is not root',
  why: 'A process that escapes from its container is whoever it was inside; by name alone `0`, `00`, `root:x` and an alias in passwd look harmless.',
  remedy: 'Add a user (`RUN useradd --uid 10001 app`) and end the final stage with `USER app`.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#user',
    'https://github.com/opencontainers/image-spec/blob/main/config.md',
  ],
  aliases: ['CIS-DI-0001', 'PROD-001.4'],
  reads: ['image.config', 'image.accounts', 'image.files'],
  params: z.strictObject({
    name: z.string().optional().describe('The name that the user must have in the image'),
    uid: z.number().int().min(0).optional().describe('The number that the user must have'),
  }),
  reasons: ['root-user', 'user-unknown', 'user-mismatch'],
  example: {
    image: {
      config: { user: 'app' },
      layers: [
        [plant('/etc/passwd', { text: 'root:x:0:0::/root:/bin/sh\napp:x:10001:10001::/app:/bin/sh\n', mode: 0o644 })],
      ],
    },
    params: { name: 'app', uid: 10001 },
  },
  mutants: [
    as('no USER at all', ''),
    as('USER 0', '0'),
    as('USER root', 'root'),
    as('USER 00:0', '00:0'),
    {
      level: 'K',
      title: 'a USER whom the image does not know',
      reason: 'user-unknown',
      edit: (config) => ({ ...config, user: 'tickproof-nobody' }),
    },
  ],
  mutantsFor: ({ image: { config, files } }, { name, uid }) => [
    ...(/^[+-]?\d*(?::|$)/.test(config.user) ? [] : [aliasOfRoot(config.user.split(':')[0] ?? '', files)]),
    ...(name === undefined && uid === undefined
      ? []
      : [
          {
            level: 'K' as const,
            title: 'a USER of another number',
            reason: 'user-mismatch' as const,
            edit: (it: ImageConfig) => ({ ...it, user: uid === 54321 ? '54322' : '54321' }),
          },
        ]),
  ],

  judge: ({ image: { config, accounts } }, { name, uid }) => {
    const user = resolveUser(config.user, accounts);
    const evidence = [seen.value('USER', config.user === '' ? '(none)' : config.user), ...meaning(user)] as const;
    // A group that the image does not know does not make root anyone else.
    const [asked = ''] = config.user.split(':');
    const alone = resolveUser(asked, accounts);
    const isRoot = alone.status === 'known' ? alone.uid === 0 : asked === 'root';
    if (isRoot) return fail(finding('root-user', rootMessage(config.user), ...evidence));
    if (user.status === 'unknown') {
      return fail(
        finding(
          'user-unknown',
          `there is no ${user.what} \`${user.name}\` in the image: the container cannot start`,
          ...evidence,
        ),
      );
    }
    const faults = [
      ...(name !== undefined && user.name !== name ? [`is named ${user.name ?? '(no name)'}, wanted ${name}`] : []),
      ...(uid !== undefined && user.uid !== uid ? [`has the number ${user.uid}, wanted ${uid}`] : []),
    ];
    if (faults.length > 0) return fail(finding('user-mismatch', `the user ${faults.join(' and ')}`, ...evidence));
    return pass(...evidence);
  },
});

function rootMessage(user: string): string {
  return user === '' ? 'no USER is set, so the container runs as root' : `USER ${user} is root`;
}

function meaning(user: ResolvedUser): Evidence[] {
  if (user.status === 'unknown') return [];
  return [
    seen.value(
      'resolved in the image',
      `uid ${user.uid}, gid ${user.gid}${user.name === null ? ', no name' : `, ${user.name}`}`,
    ),
  ];
}

function aliasOfRoot(name: string, files: Parameters<typeof plantAt>[0]) {
  return {
    level: 'L' as const,
    title: `a passwd that gives ${name} the number 0`,
    reason: 'root-user' as const,
    edit: () => [plantAt(files, resolveInTree(files, '/etc/passwd').path, { text: `${name}:x:0:0::/root:/bin/sh\n` })],
  };
}
