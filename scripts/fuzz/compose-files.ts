import type { Random } from './random.ts';

export const composeSeeds: readonly string[] = [
  [
    'name: shop',
    'x-base: &base',
    '  restart: unless-stopped',
    '  environment: {A: "${A:-b}", C: }',
    '  logging: {driver: json-file, options: {max-size: 10m}}',
    'services:',
    '  web:',
    '    <<: *base',
    '    image: ${IMAGE:-nginx:1.27}',
    '    build: {context: ., dockerfile_inline: "FROM a\\nRUN b", args: [X=y, Z]}',
    '    ports: ["127.0.0.1:8080-8081:80-81/tcp", {target: 443, published: "8443"}]',
    '    depends_on: {db: {condition: service_healthy, required: false}}',
    '    deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 64M}}}',
    '    healthcheck: {test: [CMD, true], interval: 1m30s, retries: 3}',
    '    volumes: ["data:/d:ro", "./a:/b", {type: tmpfs, target: /t, tmpfs: {size: 1gb}}]',
    '    profiles: [a]',
    '  db:',
    '    extends: {service: web}',
    '    image: postgres:16',
    '    ports: !reset []',
    '    volumes: !override [pg:/var]',
    '    networks: {back: {aliases: [d], ipv4_address: 10.0.0.2}}',
    'networks: {back: {ipam: {config: [{subnet: 10.0.0.0/24}]}}, out: {external: true, name: "n${X}"}}',
    'volumes: {data: , pg: {driver: local}}',
    'secrets: {s: {file: ./s.txt}}',
    'configs: {c: {content: "a $$b ${D?need}"}}',
    '',
  ].join('\n'),
  'include:\n  - other.yaml\n  - path: [b.yaml]\n    env_file: .env\nservices:\n  a:\n    extends: {file: other.yaml, service: z}\n    env_file: [{path: .env, required: false}]\n    command: sh -c "x $$y"\n',
  'services:\n  a: {image: b, links: [c], network_mode: "service:d", ulimits: {nofile: {soft: 1, hard: 2}}, sysctls: [a=1]}\n  c: {image: d, scale: 3, container_name: e}\n',
  'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\nservices: {z: {image: q, labels: *c}}\n',
];
const KEYS =
  'services web db image build context ports volumes environment depends_on deploy replicas healthcheck test interval networks default configs secrets extends include profiles command entrypoint env_file labels logging restart user x-a name version __proto__ constructor ulimits tmpfs cap_add devices gpus develop watch sysctls dns secrets file external driver driver_opts ipam'.split(
    ' ',
  );
const VALUES =
  'a "b c" \'d\' 80 "80:80" 80:80/udp 1m30s 64M 0.5 true no null ~ ${A} ${A:-b} ${A:?c} $$x $ ${ [] {} [a,b] {a: b} *a &a !reset !override !!str !!binary |\n >- ./x /y x:/z 1e3 0o17 .inf 2001-01-01 "\\x41" - web db'.split(
    ' ',
  );

/** A project's first file by its rough shape: nested keys, values and lists of the right words in any place. */
export function composeOf(random: Random): string {
  const services = random.pieces(3, () => `  ${random.pick(['web', 'db', 'a', 'x-y'])}:\n${block(random, 4, 3)}`);
  const rest = random.pieces(
    3,
    () =>
      `${random.pick(['networks', 'volumes', 'secrets', 'configs', 'include', 'name', 'x-a'])}:\n${block(random, 2, 2)}`,
  );
  return `${random.chance(0.9) ? 'services:\n' : ''}${services}${rest}`;
}

function block(random: Random, indent: number, depth: number): string {
  const pad = ' '.repeat(indent);
  return random.pieces(4, () => {
    if (random.chance(0.2)) return `${pad}- ${random.pick(VALUES)}\n`;
    const key = `${pad}${random.pick(KEYS)}:`;
    return depth > 0 && random.chance(0.4)
      ? `${key}${random.pick(['', '', ' &a', ' !reset'])}\n${block(random, indent + 2, depth - 1)}`
      : `${key} ${random.pick(VALUES)}\n`;
  });
}
