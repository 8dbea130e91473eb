import { defineCheck, fail, finding, pass, seen, z } from '../kit.ts';
import type { RunChange } from './shared.ts';

const STRANGER = 61_234; // a number that no distribution gives away

/** A sleeper: a service may give root up by itself, or not start at all as a stranger. */
const runsAs = (uid: number): RunChange => ({ act: { do: 'sleep' }, user: `${uid}:${uid}` });

export default defineCheck({
  id: 'run/user',
  version: 1,
  title: 'The running process belongs to a user that is not root',
  why: 'What breaks out of a container, or writes to a mounted folder, does so as this user.',
  remedy: 'End the Dockerfile with `USER <uid>:<gid>`, and let no entry point change back to root.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  aliases: ['DL3002', 'CIS-DI-0001', 'PROD-001.4'],
  reads: ['run.process'],
  params: z.strictObject({
    name: z.string().optional().describe("Name that the user has in the image's passwd file"),
    uid: z.int().min(0).optional().describe('Number that it has'),
  }),
  reasons: ['root-user', 'other-user'],
  example: { facts: { run: { process: { uid: 1000, gid: 1000, user: 'app', argv: ['/app/server'], processes: 1 } } } },
  mutants: [
    {
      level: 'R',
      title: 'started as user 0',
      reason: 'root-user',
      edit: (_, { name, uid }) => (uid === 0 || name === 'root' ? null : runsAs(0)),
    },
    {
      level: 'R',
      title: 'started as a user that is nobody in the image',
      reason: 'other-user',
      edit: (_, { name, uid }) => {
        if (name === undefined && uid === undefined) return null;
        return runsAs(uid === STRANGER ? STRANGER + 1 : STRANGER);
      },
    },
  ],

  judge: ({ run: { process } }, { name, uid }) => {
    const who = `${process.user ?? '(no name)'} (uid ${process.uid}, gid ${process.gid})`;
    const evidence = [seen.value('user of the process', who), seen.value('process', process.argv.join(' '))] as const;
    if (process.uid === 0 && uid !== 0 && name !== 'root')
      return fail(finding('root-user', `the process runs as root: ${process.argv.join(' ')}`, ...evidence));
    if (uid !== undefined && process.uid !== uid)
      return fail(finding('other-user', `the process runs as ${who}, wanted uid ${uid}`, ...evidence));
    if (name !== undefined && process.user !== name)
      return fail(finding('other-user', `the process runs as ${who}, wanted ${name}`, ...evidence));
    return pass(...evidence);
  },
});
