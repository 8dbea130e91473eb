import { defineCheck, finding, inapplicable, passUnless, plant, seen, z } from '../kit.ts';
import { baseLayers, globs, octal, pathMatcher } from './shared.ts';

const SETUID = 0o4000;
const SETGID = 0o2000;

export default defineCheck({
  id: 'image/setuid',
  version: 1,
  title: 'No file beyond those of the base image raises the rights of who runs it',
  why: 'A setuid or setgid program, or one with capabilities, is the usual way from a broken service to root.',
  remedy:
    'Remove the bit in the layer that brings the file (`RUN chmod a-s …`), drop the package, or name the path under `allow`.',
  references: [
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
    'https://man7.org/linux/man-pages/man2/execve.2.html',
  ],
  aliases: ['CIS-DI-0008'],
  reads: ['image.files', 'image.base', 'image.layers'],
  params: z.strictObject({
    allow: globs().default([]).describe('Files that may raise rights, like `/usr/bin/sudo`'),
  }),
  reasons: ['setuid'],
  example: { image: { layers: [[plant('/app/server', { text: 'x', mode: 0o755 })]] } },
  mutants: [
    {
      level: 'L',
      title: 'a setuid file',
      reason: 'setuid',
      edit: () => [[plant('/tickproof-setuid', { mode: 0o4755 })]],
    },
    {
      level: 'L',
      title: 'a setgid file',
      reason: 'setuid',
      edit: () => [[plant('/tickproof-setgid', { mode: 0o2755 })]],
    },
    {
      // A planted entry has no extended attributes, so the capability is laid into the facts.
      level: 'J',
      title: 'a file with capabilities',
      reason: 'setuid',
      edit: ({ image }) => {
        const raised = {
          path: '/tickproof-cap',
          type: 'file',
          sizeBytes: 0,
          mode: 0o755,
          uid: 0,
          gid: 0,
          layer: image.layers.length,
          hasCapabilities: true,
        } as const;
        return { image: { ...image, files: [...image.files, raised] } };
      },
    },
  ],

  judge: ({ image: { files, base, layers } }, { allow }) => {
    if (files.length === 0) return inapplicable('the image holds no files');
    const isAllowed = pathMatcher(allow);
    const raised = files.filter(
      ({ type, mode, hasCapabilities }) => type === 'file' && ((mode & (SETUID | SETGID)) !== 0 || hasCapabilities),
    );
    const fromBase = raised.filter(({ layer }) => layer < baseLayers(base, layers));
    const own = raised.filter((file) => !fromBase.includes(file) && !isAllowed(file.path, '/'));
    return passUnless(
      own.map((file) => finding('setuid', `${file.path} ${rightsOf(file)}`, seen.file(file, rightsOf(file)))),
      [
        seen.measure('files looked at', files.length, 'count'),
        seen.measure('files of the base image that raise rights', fromBase.length, 'count'),
        ...fromBase.slice(0, 20).map((file) => seen.file(file, rightsOf(file))),
      ],
    );
  },
});

function rightsOf({
  mode,
  uid,
  gid,
  hasCapabilities,
}: {
  mode: number;
  uid: number;
  gid: number;
  hasCapabilities?: boolean;
}): string {
  const rights = [
    ...(mode & SETUID ? [`runs as user ${uid}`] : []),
    ...(mode & SETGID ? [`runs as group ${gid}`] : []),
    ...(hasCapabilities ? ['has capabilities'] : []),
  ];
  return `${rights.join(' and ')} (mode ${octal(mode)})`;
}
