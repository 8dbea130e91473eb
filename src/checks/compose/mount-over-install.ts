import type { DockerfileFacts } from '../../domain/index.ts';
import { eachCommand } from '../../formats/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { instructionsOf, servicesOf } from './built.ts';
import { type ComposeService, eachServiceMutant, isVerdict, lineIn, loaded, serviceExample } from './shared.ts';

/** Where tools put what they install below the working directory. */
const FOLDERS: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^(?:npm|pnpm|yarn|bun)$/, /^(?:install|i|ci|)$/, 'node_modules'],
  [/^composer$/, /^install$/, 'vendor'],
];

/** Folders of the image that hold what its own steps installed. */
function installedBy(service: ComposeService, dockerfile: Pick<DockerfileFacts, 'file' | 'source'>): readonly string[] {
  let workdir = '/';
  return instructionsOf(service, dockerfile).flatMap((it) => {
    if (it.keyword === 'WORKDIR') {
      const path = (it.args[0] ?? '').replace(/\/+$/, '');
      workdir = path.startsWith('/') ? path : `${workdir === '/' ? '' : workdir}/${path}`;
    }
    if (it.keyword !== 'RUN' || workdir.includes('$')) return [];
    const commands = eachCommand(it);
    if (commands.some(({ name }) => name === 'cd')) return [];
    return commands.flatMap(({ name, words }) => {
      const verb = words[1]?.text ?? '';
      if (words.some(({ text }) => /^(?:-g|--global|--prefix|--location)/.test(text))) return [];
      const found = FOLDERS.find(([tool, verbs]) => tool.test(name) && verbs.test(verb));
      return found ? [`${workdir === '/' ? '' : workdir}/${found[2]}`] : [];
    });
  });
}

/** The folder of the host that lies over an installed one, unless something else lies over that again. */
function hidden({ volumes }: ComposeService, installed: string) {
  const over = volumes.filter(({ target }) => {
    const place = target.replace(/\/+$/, '');
    return installed === place || installed.startsWith(`${place}/`);
  });
  const nearest = over.toSorted((left, right) => right.target.length - left.target.length)[0];
  return nearest?.type === 'bind' ? nearest : null;
}

export default defineCheck({
  id: 'compose/mount-over-install',
  version: 1,
  title: 'No folder of the host lies over what the image has installed',
  why: 'The mount hides the image’s own `node_modules`: it runs where somebody has installed on the host, and nowhere else.',
  remedy: 'Mount only the sources (`./src:/app/src`), or lay a volume over the folder: `- /app/node_modules`.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/#bind-mounting-over-existing-data'],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'dockerfile.file', 'dockerfile.source'],
  reasons: ['install-hidden'],
  lint: { severity: 'warning', profile: 'default' },
  example: {
    ...serviceExample('web', {
      build: { context: '.' },
      volumes: [{ type: 'bind', source: '/srv/src', target: '/app/src' }],
    }),
    dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
  },
  mutants: [],
  mutantsFor: ({ compose, dockerfile }) =>
    eachServiceMutant(
      compose,
      'install-hidden',
      'a folder of the host over everything',
      (it) => ({
        ...it,
        volumes: installedBy(it, dockerfile).map((target) => ({ type: 'bind', source: '/srv', target })),
      }),
      (it, model) => servicesOf(model, dockerfile).includes(it) && installedBy(it, dockerfile).length > 0,
    ),

  judge: ({ compose, dockerfile }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const installs = servicesOf(model, dockerfile).flatMap((service) =>
      [...new Set(installedBy(service, dockerfile))].map((path) => ({ service, path, by: hidden(service, path) })),
    );
    return passUnless(
      installs.flatMap(({ service, path, by }) => {
        if (!by) return [];
        const line = lineIn(model, service, 'volumes', service.volumes.indexOf(by));
        return [
          finding(
            'install-hidden',
            `${service.name}: \`${by.target}\` hides \`${path}\`, which the image installs`,
            line,
          ),
        ];
      }),
      installs.map(({ service, path }) => seen.value(`${service.name} installs`, path)),
      'no service of this Dockerfile installs into its working directory',
    );
  },
});
