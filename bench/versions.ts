import { orderOf } from '../src/versions/index.ts';

const ROUNDS = 20_000;

interface Line {
  readonly name: string;
  readonly us: number;
  readonly target: number;
}

/** Versions as each ecosystem's packages have them, most of them close to each other: those take longest. */
const SPECIMENS: Readonly<Record<string, readonly string[]>> = {
  deb: [
    '1:2.36.1-8+deb12u1',
    '2.36-9+deb12u10',
    '2.36-9+deb12u4',
    '5.2.15-2+b7',
    '7.88.1-10+deb12u12',
    '1.2.13.dfsg-1',
  ],
  apk: ['1.2.5-r0', '3.3.2-r1', '1.36.1_git20240101-r29', '20240226-r0', '6.4_p20231125-r0', '2.12.7_alpha1-r3'],
  rpm: [
    '2.34-100.el9_4.2',
    '1:3.0.7-27.el9',
    '2.34-83.el9.12',
    '7.76.1-29.el9_4.1',
    '1.0~rc1-2.fc40',
    '1.0^git1-1.fc40',
  ],
  pypi: ['2.31.0', '2.32.0rc1', '1.26.4.post1', '24.0.dev3', '0.0.1a1', '1!2.0+local.3'],
  npm: ['4.17.21', '4.17.20', '18.3.0-canary.12', '1.0.0-rc.1', '7.8.1+build.5', '0.25.10'],
  golang: ['v1.2.3', 'v0.0.0-20240116102854-5a71ef0e047d', 'v2.0.0+incompatible', 'go1.22.1', 'v1.2.4-rc.1', '0.17.0'],
  maven: ['2.17.1', '5.3.39', '1.0.0.Final', '31.1-jre', '4.1.118.Final', '2.0-alpha-1'],
  gem: ['7.1.3.4', '1.16.5-x86_64-linux', '3.0.0.rc1', '2.2.8.1', '7.1.3', '0.13.0.beta2'],
  nuget: ['8.0.4', '13.0.3', '4.3.0-preview1-24530-04', '6.0.36', '1.0.0.1', '8.0.4-RC.2'],
  composer: ['v6.4.8', '2.7.6', 'v5.4.0-BETA1', '1.0.0RC3', '3.0.0-alpha2', 'dev-main'],
  cargo: ['1.0.197', '0.4.22', '2.0.0-rc.3', '0.11.0+wasi', '1.38.0', '0.1.0-alpha.2'],
  pub: ['3.0.1', '2.12.0+2', '1.0.0-dev.5', '0.18.1+1', '4.0.0', '0.1.0'],
  bitnami: ['1.2.3-4', '15.7.0-12', '3.4.1', '7.2.5-0', '15.7.0-3', '1.2.3'],
  cran: ['1.0-12', '0.4.2', '2.1.5.1', '3.4-1', '1.0-2', '1.1.0'],
  alpm: ['1:3.0.7-4', '6.9.2.arch1-1', '2.39+r52+gf8e4623421-1', '14.1.1+r58-1', '8.8.0-1', '8.8.0-2'],
  ebuild: ['1.2.3-r1', '5.2_p26', '3.1.5_rc2', '12.2a', '1.01', '6.9.2'],
  jvm: ['1.8.0_402-b06', '17.0.11+9', '21.0.3', '1.8.0_131', '11.0.4-ea', '8.0.402'],
  generic: ['1.2.3', 'v1.2.3.4', '2.0.0rc2', '1.2-beta.2', '10.4.1', '0.9'],
};

/** Every specimen against every other, often enough to be seen. */
function run(): Line[] {
  return Object.entries(SPECIMENS).map(([name, versions]) => {
    const order = orderOf(name);
    if (order === null) throw new Error(`${name} has no order`);
    const pairs = versions.flatMap((a) => versions.map((b) => [a, b] as const));
    const times = [1, 2, 3].map(() => timed(pairs, order.compare));
    return { name, us: Math.min(...times), target: 15 };
  });
}

function timed(pairs: readonly (readonly [string, string])[], compare: (a: string, b: string) => number): number {
  const start = performance.now();
  let done = 0;
  while (done < ROUNDS)
    for (const [a, b] of pairs) {
      compare(a, b);
      done += 1;
    }
  return ((performance.now() - start) * 1000) / done;
}

if (import.meta.filename === process.argv[1]) {
  const lines = run();
  for (const { name, us, target } of lines) console.log(`${name}: ${us.toFixed(2)} µs a comparison, bound ${target}`);
  if (lines.some(({ us, target }) => us > target)) process.exitCode = 1;
}
