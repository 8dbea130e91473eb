import { defineCheck, finding, passUnless, plural, seen } from '../kit.ts';

export default defineCheck({
  id: 'image/no-dangling',
  version: 1,
  title: 'The build leaves no image without a name behind',
  why: 'Images that lost their name stay on the disk of every build machine until it is full.',
  remedy: 'Tag each build with its own tag, or prune images after it (`docker image prune`).',
  references: ['https://docs.docker.com/reference/cli/docker/image/prune/'],
  reads: ['build.dangling'],
  reasons: ['dangling'],
  example: { facts: { build: { dangling: { before: 2, after: 2, left: [] } } } },
  mutants: [
    {
      level: 'B',
      title: 'two builds of different files without a name',
      reason: 'dangling',
      edit: () => ({ untagged: 2 }),
    },
  ],

  judge: ({ build: { dangling } }) => {
    const { before, after, left } = dangling;
    const measures = [
      seen.measure('images without a name before', before, 'count'),
      seen.measure('and after', after, 'count'),
    ] as const;
    const named = left.map((image) => finding('dangling', `the build left ${image} without a name`, ...measures));
    const grown =
      after > before
        ? [finding('dangling', `the build left ${plural(after - before, 'image')} without a name`, ...measures)]
        : [];
    return passUnless(named.length > 0 ? named : grown, measures);
  },
});
