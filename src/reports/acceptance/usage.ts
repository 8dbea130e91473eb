import type { EvidenceRecord } from '../../domain/index.ts';
import { block } from '../markdown/write.ts';

/** How to build and start what was judged, from what was judged. */
export function usagePart({ inputs, subject, name }: EvidenceRecord): string {
  const folder = subject === '.' ? '.' : subject;
  const image = /^[a-z0-9][a-z0-9._-]*$/.test(name) ? name : 'app';
  const parts = [
    ...(inputs.dockerfile ? ['### Build', block('bash', `docker build -t ${image}:latest ${folder}`)] : []),
    ...inputs.compose.flatMap(({ stack, files }) => {
      const compose = `docker compose ${files.map((file) => `-f ${folder === '.' ? '' : `${folder}/`}${file}`).join(' ')}`;
      const verbs = ['up -d --wait', 'ps', 'logs -f', 'down'];
      return [`### Stack ${stack}`, block('bash', verbs.map((verb) => `${compose} ${verb}`).join('\n'))];
    }),
    '### Is it still true?',
    block('bash', `tickproof status ${folder}`),
  ];
  return ['## Usage', ...parts].join('\n\n');
}
