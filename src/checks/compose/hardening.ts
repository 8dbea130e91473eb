import { defineCheck, finding, passUnless, seen, z } from '../kit.ts';
import {
  type ComposePath,
  type ComposeService,
  eachServiceMutant,
  isVerdict,
  lineIn,
  loaded,
  serviceExample,
  textsOf,
  withRaw,
} from './shared.ts';

const SOCKET = /(?:^|\/)(?:docker|podman|containerd|crio)\.sock$/;
const SOCKET_MOUNT = { type: 'bind', source: '/var/run/docker.sock', target: '/var/run/docker.sock' };
const RULES = [
  'privileged',
  'host-namespace',
  'engine-socket',
  'new-privileges',
  'capabilities',
  'unconfined',
] as const;
type Rule = (typeof RULES)[number];

/** What is wrong with a service, and where it says so. */
interface Fault {
  readonly said: string;
  readonly path: ComposePath;
}

/** What is wrong by each rule. */
const FAULTS: Readonly<Record<Rule, (service: ComposeService) => readonly Fault[]>> = {
  privileged: ({ raw }) => (raw.privileged === true ? [{ said: 'runs privileged', path: ['privileged'] }] : []),
  'host-namespace': ({ raw }) =>
    ['network_mode', 'pid', 'ipc', 'uts', 'userns_mode']
      .filter((key) => raw[key] === 'host')
      .map((key) => ({ said: `shares the host's ${key}`, path: [key] })),
  'engine-socket': ({ volumes }) =>
    volumes.flatMap(({ source = '' }, index) =>
      SOCKET.test(source) ? [{ said: "holds the engine's socket", path: ['volumes', index] }] : [],
    ),
  'new-privileges': ({ raw }) =>
    textsOf(raw.security_opt).some((it) => /^no-new-privileges(?:[:=]true)?$/.test(it))
      ? []
      : [{ said: 'may gain privileges: `no-new-privileges` is missing', path: ['security_opt'] }],
  capabilities: ({ raw }) =>
    textsOf(raw.cap_drop).some((it) => it.toUpperCase() === 'ALL')
      ? []
      : [{ said: 'keeps the default capabilities: `cap_drop: [ALL]` is missing', path: ['cap_drop'] }],
  unconfined: ({ raw }) =>
    textsOf(raw.security_opt).flatMap((it, index) =>
      /unconfined|label[:=]disable/.test(it) ? [{ said: 'is unconfined', path: ['security_opt', index] }] : [],
    ),
};

/** What holds by each rule where nothing is wrong. */
const HELD: Readonly<Record<Rule, string>> = {
  privileged: 'not privileged',
  'host-namespace': 'no host namespaces',
  'engine-socket': 'no engine socket',
  'new-privileges': 'no new privileges',
  capabilities: 'capabilities dropped',
  unconfined: 'confined',
};

const EDITS: Readonly<Record<Rule, { title: string; edit: (service: ComposeService) => ComposeService }>> = {
  privileged: { title: 'privileged', edit: (it) => withRaw(it, { privileged: true }) },
  'host-namespace': { title: "the host's process namespace", edit: (it) => withRaw(it, { pid: 'host' }) },
  'engine-socket': { title: "the engine's socket", edit: (it) => ({ ...it, volumes: [...it.volumes, SOCKET_MOUNT] }) },
  'new-privileges': { title: 'no security options', edit: (it) => withRaw(it, { security_opt: [] }) },
  capabilities: { title: 'no dropped capabilities', edit: (it) => withRaw(it, { cap_drop: [] }) },
  unconfined: {
    title: 'no seccomp',
    edit: (it) => withRaw(it, { security_opt: [...textsOf(it.raw.security_opt), 'seccomp:unconfined'] }),
  },
};

export default defineCheck({
  id: 'compose/hardening',
  version: 1,
  title: 'No service has more power over the machine than it needs',
  why: 'A service that is privileged, shares host namespaces or holds the engine socket is root on the machine for whoever breaks into it.',
  remedy:
    'Add `cap_drop: [ALL]` and `security_opt: ["no-new-privileges:true"]`; drop `privileged`, host namespaces and socket mounts.',
  references: [
    'https://docs.docker.com/engine/security/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
  ],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  params: z.strictObject({
    rules: z
      .array(z.enum(RULES))
      .min(1)
      .default([...RULES])
      .describe('The rules that are asked'),
    except: z.array(z.string()).default([]).describe('Services that need the power'),
  }),
  reasons: RULES,
  lint: { severity: 'warning', profile: 'strict', always: { rules: ['privileged', 'engine-socket'] } },
  example: serviceExample('web', { image: 'web:1.0', cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] }),
  mutants: [],
  mutantsFor: ({ compose }, { rules, except }) =>
    rules.flatMap((rule) =>
      eachServiceMutant(compose, rule, EDITS[rule].title, EDITS[rule].edit, ({ name }) => !except.includes(name)),
    ),

  judge: ({ compose }, { rules, except }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const asked = model.services.filter(({ name }) => !except.includes(name));
    return passUnless(
      asked.flatMap((service) =>
        rules.flatMap((rule) =>
          FAULTS[rule](service).map(({ said, path }) =>
            finding(rule, `${service.name} ${said}`, lineIn(model, service, ...path)),
          ),
        ),
      ),
      asked.map((service) => seen.value(service.name, rules.map((rule) => HELD[rule]).join(', '))),
      'there is no service to look at',
    );
  },
});
