import type { EvidenceRecord, Tick } from '../../domain/index.ts';
import { block } from '../markdown/write.ts';

/** How to build and start what was judged: the commands that the run itself stands for, with the variables that they need. */
export function usagePart(record: EvidenceRecord): string {
  const { inputs, subject, ticks } = record;
  const folder = subject === '.' ? '.' : subject;
  const build = commandsOf(ticks, 'build/succeeds');
  const parts = [
    ...(inputs.dockerfile
      ? ['### Build', block('bash', (build.length > 0 ? build : [`docker build -t app ${folder}`]).join('\n'))]
      : []),
    ...inputs.compose.flatMap(({ stack, files }) => {
      const compose = `docker compose ${files.map((file) => `-f ${folder === '.' ? '' : `${folder}/`}${file}`).join(' ')}`;
      const up = commandsOf(
        ticks.filter(({ criterion }) => (criterion.stack ?? stack) === stack),
        'stack/up',
      );
      const started = up.filter((line) => !/ ps(?: --all)?$/.test(line)); // it stands below for every stack
      const lines = [
        ...(started.length > 0 ? started : [`${compose} up -d --wait`]),
        `${compose} ps`,
        `${compose} logs -f`,
      ];
      return [`### Stack ${stack}`, block('bash', [...lines, `${compose} down`].join('\n'))];
    }),
    '### Is it still true?',
    block('bash', `tickproof status ${folder}`),
  ];
  return ['## Usage', ...parts].join('\n\n');
}

function commandsOf(ticks: readonly Tick[], check: string): readonly string[] {
  return ticks.find(({ criterion }) => criterion.check === check)?.reproduce ?? [];
}
