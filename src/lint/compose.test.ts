import { describe, expect, it } from 'vitest';
import { checksOfProjects } from '../checks/static-compose.ts';
import { readCompose } from '../sensors/static-compose.ts';
import { dockerfileFactsOf } from '../sensors/static.ts';
import { memoryFiles } from '../../test/kit/index.ts';
import { lintCompose } from './compose.ts';
import { planLint } from './plan.ts';

interface Asked {
  readonly only?: readonly string[];
  readonly profile?: 'default' | 'strict';
  readonly more?: Readonly<Record<string, string>>;
  readonly dockerfile?: string;
  readonly files?: readonly string[];
}

/** `LINE:the text that is framed:what is said`. */
function found(
  text: string,
  { only = [], profile = 'strict', more = {}, dockerfile, files = ['compose.yaml'] }: Asked,
) {
  const texts: Readonly<Record<string, string>> = { 'compose.yaml': text, ...more };
  const plan = planLint(checksOfProjects, { profile, only, skip: [], config: null });
  const facts = readCompose(memoryFiles('/p', texts), { folder: '/p', files, variables: {}, profiles: [] });
  const built =
    dockerfile === undefined
      ? []
      : [dockerfileFactsOf({ path: '/p/Dockerfile', text: dockerfile, target: null, args: {} })];
  const [file = ''] = files.slice(-1);
  return lintCompose(plan, facts, file, built).map(({ at, message }) => {
    const line = (texts[file] ?? '').split('\n')[at.startLine - 1] ?? '';
    const end = at.endLine === at.startLine ? at.endColumn : undefined;
    return `${at.startLine}:${line.slice((at.startColumn ?? 1) - 1, end === undefined ? undefined : end - 1)}:${message}`;
  });
}

const web = (...lines: readonly string[]) => `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('a finding stands at the value', () => {
  it.each([
    ['compose/pinned', ['user: "1"', 'image: web:latest'], '4:web:latest:'],
    ['compose/ports', ['image: a', 'ports:', '  - "127.0.0.1:80:80"', '  - "81:81"'], '6:"81:81":'],
    [
      'compose/ports',
      ['image: a', 'ports:', '  - 127.0.0.1:80:80', '  - target: 81', '    published: 81'],
      '6:target: 81:',
    ],
    ['compose/hardening', ['image: a', 'network_mode: host'], "4:host:web shares the host's network_mode"],
    ['compose/hardening', ['image: a', 'privileged: true'], '4:true:web runs privileged'],
    [
      'compose/hardening',
      ['image: a', 'volumes:', '  - ./a:/a', '  - /run/docker.sock:/s'],
      '6:/run/docker.sock:/s:web holds',
    ],
    ['compose/hardening', ['image: a', 'security_opt: [seccomp:unconfined]'], '4:seccomp:unconfined:web is unconfined'],
    ['compose/persistence', ['image: a', 'volumes: [/data]'], '4:/data:'],
    ['compose/restart', ['image: a', 'restart: "no"'], '4:"no":'],
    ['compose/depends-healthy', ['image: a', 'depends_on:', '  - db'], '5:db:'],
  ])('%s', (id, lines, expected) => {
    const text = `${web(...lines)}  db: {image: b, healthcheck: {test: [CMD, x]}}\n`;
    expect(found(text, { only: [id] }).join('\n')).toContain(expected);
  });

  it('of a list of build arguments, and of a mapping', () => {
    const asked = { only: ['compose/build-args'], dockerfile: 'FROM scratch\n' };
    expect(found(web('build:', '  context: .', '  args:', '    A: 1', '    B: 2'), asked)).toMatchObject([
      expect.stringMatching(/^6:1:.*`A`/),
      expect.stringMatching(/^7:2:.*`B`/),
    ]);
    expect(found(web('build:', '  context: .', '  args: ["A=1", B=2]'), asked)).toMatchObject([
      expect.stringMatching(/^5:"A=1":/),
      expect.stringMatching(/^5:B=2:/),
    ]);
  });

  it('that a later file lays over it', () => {
    const more = { 'compose.override.yaml': 'services:\n  web:\n    ports: !override ["82:80"]\n' };
    const files = ['compose.yaml', 'compose.override.yaml'];
    expect(found(web('image: a', 'ports: ["81:80"]'), { only: ['compose/ports'], more, files })).toMatchObject([
      expect.stringMatching(/^3:"82:80":/),
    ]);
  });

  it('that an anchor brings', () => {
    const text = `x-base: &base\n  image: a:latest\n${web('<<: *base')}`;
    expect(found(text, { only: ['compose/pinned'] })).toMatchObject([expect.stringMatching(/^2:a:latest:/)]);
  });
});

describe('what another file says', () => {
  const more = { 'base.yaml': 'services:\n  base:\n    image: a:latest\n' };

  it('stands where the file is asked for', () => {
    const extended = web('user: "1"', 'extends: {file: base.yaml, service: base}');
    expect(found(extended, { only: ['compose/pinned'], more })).toMatchObject([
      expect.stringMatching(/^4:\{file: base\.yaml, service: base\}:/),
    ]);
    expect(found('include:\n  - base.yaml\n', { only: ['compose/pinned'], more })).toMatchObject([
      expect.stringMatching(/^2:base\.yaml:/),
    ]);
  });

  it('does not keep its faults to itself', () => {
    const faulty = (text: string) => ({ only: ['compose/valid'], more: { 'base.yaml': text } });
    const extended = web('user: "1"', 'extends: {file: base.yaml, service: base}');
    expect(found(extended, faulty('services:\n  base:\n    imag: a\n'))).toMatchObject([
      expect.stringMatching(/^4:\{.*base\.yaml:3:11: .*did you mean `image`/),
    ]);
    expect(found('include: [base.yaml]\n', faulty('services:\n  a: [\n'))).toMatchObject([
      expect.stringMatching(/^1:base\.yaml.*base\.yaml:2:6: .*never closed/),
    ]);
  });
});

describe('by default', () => {
  it('a service that is as good as root on the machine is told of, and no more of hardening', () => {
    const text = web('image: a:1', 'privileged: true', 'pid: host', 'volumes: ["/var/run/docker.sock:/s"]');
    const findings = found(`name: p\n${text}`, { profile: 'default' });
    expect(findings).toEqual([
      '5:true:web runs privileged',
      '7:"/var/run/docker.sock:/s":web holds the engine\'s socket',
    ]);
  });

  it('a policy that no engine knows and a file that is not there are told of', () => {
    const text = web('image: a:1', 'restart: allways', 'volumes: ["./conf/a.conf:/a.conf"]');
    expect(found(text, { profile: 'default' })).toMatchObject([
      expect.stringMatching(/^4:allways:.*did you mean `always`/),
      expect.stringMatching(/^5:"\.\/conf.*not there/),
    ]);
  });
});

describe('a file with faults', () => {
  const FAULTY = `services:
  web:
    image: web:1
    enviroment: {A: b}
    privileged: true
    restart: allways
    volumes: ["./conf/a.conf:/a.conf", "data:/d"]
  db:
    imagee: db:1
    restart: sometimes
    healthcheck: {test: [CMD, x], intervall: 10s}
volumes:
  data:
  more:
`;

  it('is told of what is wrong beside them', () => {
    expect(
      found(FAULTY, { profile: 'default' }).map((it) => it.replace(/(?<=^\d+:[^:]*:).*(validating)/, '$1')),
    ).toEqual([
      expect.stringMatching(/^4:enviroment:.*did you mean `environment`/),
      '5:true:web runs privileged',
      expect.stringMatching(/^6:allways:.*did you mean `always`/),
      expect.stringMatching(/^7:"\.\/conf.*not there/),
      expect.stringMatching(/^9:imagee:.*did you mean `image`/),
      expect.stringMatching(/^10:sometimes:db: no engine knows/),
      expect.stringMatching(/^11:intervall:.*did you mean `interval`/),
      '14:more:no service uses the volume more',
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['compose/restart', web('image: a', 'restrt: always'), []],
    ['compose/restart', `${web('image: a')}  db: {image: b, restrt: always}\n`, ['2:web:']],
    ['compose/hardening', web('image: a', 'cap_dropp: [ALL]', 'security_opt: ["no-new-privileges"]'), []],
    ['compose/limits', 'x-a: &a {memlimit: 1G}\nservices:\n  web: {<<: *a, image: a}\n', []],
    ['compose/restart', 'services:\n  a: {image: a, extends: b}\n  b: {image: b, restrt: always}\n', []],
    ['compose/resources-used', `${web('image: a', 'volume: ["data:/d"]')}volumes: {data: , more: }\n`, ['5:more:']],
    ['compose/resources-used', `${web('image: a')}  db: [data]\nvolumes: {data: }\n`, []],
    ['compose/host-gateway', web('image: a', 'environment: {A: host.docker.internal}', 'extra_host: [a]'), []],
    ['compose/host-gateway', web('image: a', 'environment: {A: host.docker.internal}', 'usr: a'), []],
    ['compose/project-name', `nme: shop\n${web('image: a')}`, []],
    ['compose/project-name', web('image: a', 'usr: a'), ['1:services:']],
    ['compose/pinned', web('image: a:latest', 'depends_on: [nobody]'), ['3:a:latest:']],
    [
      'compose/pinned',
      `${web('image: a:latest', 'depends_on: [b]')}  b: {image: b@sha256:${'0'.repeat(64)}, depends_on: [web]}\n`,
      ['3:a:latest:'],
    ],
    [
      'compose/hardening',
      web('privileged: true', 'cap_drop: [ALL]', 'security_opt: ["no-new-privileges"]'),
      ['3:true:'],
    ],
    ['compose/pinned', web('image: a:latest', 'env_file: nowhere.env'), ['3:a:latest:']],
    ['compose/pinned', web('image: a:latest', 'user: ['), []],
  ])('says of %s nothing that only follows from them: %j', (id, text, expected) => {
    expect(found(text, { only: [id] })).toEqual(expected.map((it) => expect.stringContaining(it) as unknown));
  });
});
