import { defineCheck, finding, inapplicable, passUnless, plant, seen, z } from '../kit.ts';
import { andMore, globs, octal, pathMatcher } from './shared.ts';

const WORLD_WRITABLE = 0o002;
const STICKY = 0o1000;
const MOST_FINDINGS = 50;

export default defineCheck({
  id: 'image/world-writable',
  version: 1,
  title: 'Nothing in the image can be changed by everyone, but for sticky folders',
  why: 'A file that every user may write lets the least of them change what the others run.',
  remedy:
    'Give the path to the user who needs it (`COPY --chown`), or set the sticky bit on a shared folder (`chmod 1777`).',
  references: ['https://man7.org/linux/man-pages/man7/inode.7.html'],
  reads: ['image.files'],
  params: z.strictObject({
    allow: globs().default([]).describe('Paths that everyone may write'),
  }),
  reasons: ['world-writable'],
  example: {
    image: {
      layers: [[plant('/tmp', { type: 'directory', mode: 0o1777 }), plant('/app/server', { text: 'x', mode: 0o755 })]],
    },
  },
  mutants: [
    {
      level: 'L',
      title: 'a file that everyone may write',
      reason: 'world-writable',
      edit: () => [[plant('/tickproof-open', { mode: 0o777 })]],
    },
    {
      level: 'L',
      title: 'a folder that everyone may write, without the sticky bit',
      reason: 'world-writable',
      edit: () => [[plant('/tickproof-open', { type: 'directory', mode: 0o777 })]],
    },
  ],

  judge: ({ image: { files } }, { allow }) => {
    const isAllowed = pathMatcher(allow);
    // The engine mounts its own /dev, /proc and /sys over these.
    const looked = files.filter(
      ({ path, type }) => type !== 'symlink' && type !== 'device' && !/^\/(?:dev|proc|sys)(?:\/|$)/.test(path),
    );
    if (looked.length === 0) return inapplicable('the image holds no files');
    const open = looked.filter(
      ({ path, type, mode }) =>
        (mode & WORLD_WRITABLE) !== 0 && !(type === 'directory' && (mode & STICKY) !== 0) && !isAllowed(path, '/'),
    );
    return passUnless(
      open.slice(0, MOST_FINDINGS).map((file, index) => {
        const more = index === MOST_FINDINGS - 1 ? andMore(open.length - MOST_FINDINGS) : '';
        return finding(
          'world-writable',
          `${file.path} has the mode ${octal(file.mode)}${more}`,
          seen.file(file, octal(file.mode)),
        );
      }),
      [seen.measure('paths looked at', looked.length, 'count')],
    );
  },
});
