import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import {
  type ComposeModel,
  type ComposeReference,
  eachServiceMutant,
  isVerdict,
  lineIn,
  loaded,
  serviceExample,
  withBind,
} from './shared.ts';

const MISSING = '/tickproof-missing/settings.conf';
/** Folders that a build fills: before it nothing is there, and that is no fault. */
const MADE =
  /(?:^|\/)(?:dist|build|target|out|bin|obj|node_modules|vendor|venv|generated|coverage|tmp|\.(?:venv|next|nuxt|cache|output))\//;

const MOUNTED = serviceExample('web', {
  image: 'web:1.0',
  volumes: [{ type: 'bind', source: '/p/web.conf', target: '/etc/web.conf' }],
});
const THERE = { kind: 'bind', owner: 'services.web', path: 'web.conf', state: 'there', needed: true } as const;
const { facts: { compose: MODEL } = {} } = MOUNTED;

export default defineCheck({
  id: 'compose/mounted-files',
  version: 1,
  title: 'Every file of the project that a service mounts is there',
  why: 'Where a mounted file is missing the engine makes a folder of its name, owned by root, and the service finds a folder where it reads a file.',
  remedy:
    'Mend the path, or add the file. The long form with `bind: { create_host_path: false }` refuses what is missing.',
  references: [
    'https://docs.docker.com/engine/storage/bind-mounts/',
    'https://docs.docker.com/reference/compose-file/services/#volumes',
  ],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'compose.references'],
  reasons: ['file-missing'],
  lint: { severity: 'warning', profile: 'default' },
  example: { ...MOUNTED, facts: { compose: { ...MODEL, references: [THERE] } } },
  mutants: [],
  mutantsFor: ({ compose }) =>
    eachServiceMutant(compose, 'file-missing', 'a mounted file that is not there', (it) => withBind(it, MISSING)),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const { references = [] } = compose;
    const mounts = mountsIn(model, references);
    return passUnless(
      mounts
        .filter(({ isMissing }) => isMissing)
        .map(({ service, path, line }) =>
          finding(
            'file-missing',
            `${service.name} mounts ${path}, which is not there: the engine makes a folder of it`,
            line,
          ),
        ),
      mounts.map(({ service, path }) => seen.value(`${service.name} mounts`, path)),
      'no service mounts a file of the project',
    );
  },
});

/** Mounts of files in the project's folder. One that nobody has looked for is not there. */
function mountsIn(model: ComposeModel, references: readonly ComposeReference[]) {
  return model.services.flatMap((service) => {
    // those of a service are looked for in the order of its mounts
    const looked = references.filter(({ kind, owner }) => kind === 'bind' && owner === `services.${service.name}`);
    const binds = [...service.volumes.entries()].filter(
      ([, { type, source }]) => type === 'bind' && source !== undefined,
    );
    return binds.flatMap(([index, { source = '' }], nth) => {
      const known = looked[nth];
      const path = known?.path ?? source;
      const isOwn = known === undefined || (known.needed && !/^(?:\/|\.\.|~)/.test(path));
      if (!isOwn || MADE.test(path)) return [];
      const line = lineIn(model, service, 'volumes', index);
      // what a variable names is given on the machine
      const isGiven = line.kind === 'source' && line.text.includes('$');
      return [{ service, path, line, isMissing: !isGiven && (known === undefined || known.state === 'missing') }];
    });
  });
}
