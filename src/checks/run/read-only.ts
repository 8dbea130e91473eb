import { causeOf, defineCheck, evidenceOf, fail, finding, pass, seen, z } from '../kit.ts';

const PLANTED = '/tickproof-was-here';

export default defineCheck({
  id: 'run/read-only',
  version: 1,
  title: 'The service works with a read-only root file system',
  why: 'An intruder who can write nothing can leave nothing; what a service writes beside its volumes is lost on every restart.',
  remedy: 'Write to declared volumes or tmpfs only, and name them under `run.writable`.',
  references: [
    'https://docs.docker.com/reference/cli/docker/container/run/#read-only',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],
  reads: ['run.readOnly'],
  params: z.strictObject({
    strict: z.boolean().default(false).describe('Attempts to write that the service survives fail as well'),
  }),
  reasons: ['wrote', 'not-working'],
  example: { facts: { run: { readOnly: { works: true, writable: ['/tmp', '/run'], wrote: [], diagnosis: null } } } },
  mutants: [
    {
      level: 'R',
      title: 'a program that must write to `/` before the service',
      reason: 'wrote',
      edit: ({ run }) => (run?.readOnly?.writable.includes('/') ? null : { act: { do: 'write', path: PLANTED } }),
    },
  ],

  judge: ({ run: { readOnly } }, { strict }) => {
    const { works, wrote, writable, diagnosis } = readOnly;
    const allowed = seen.value('writable', writable.join(' ') || 'nothing');
    const [first, ...others] = wrote;
    const attempts = first === undefined ? [] : [seen.value('wrote', wrote.join('\n'))];
    if (works && !(strict && first !== undefined)) return pass(allowed, ...attempts);
    if (first === undefined)
      return fail(
        finding(
          'not-working',
          `does not serve with a read-only root${causeOf(diagnosis)}`,
          allowed,
          ...evidenceOf(diagnosis),
        ),
      );
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return fail(
      finding(
        'wrote',
        `${works ? 'wants' : 'needs'} to write ${first}${more}${works ? '' : causeOf(diagnosis)}`,
        allowed,
        ...attempts,
        ...evidenceOf(diagnosis),
      ),
    );
  },
});
