/** Who may import whom: the house plan of docs/decisions/0001-rooms.md. */
const ROOMS = {
  domain: [],
  formats: ['domain'],
  versions: ['domain'],
  catalog: ['domain', 'formats', 'versions'],
  engines: ['domain', 'formats'],
  sensors: ['domain', 'formats', 'catalog'],
  criteria: ['domain', 'formats', 'checks'],
  lint: ['domain', 'formats'],
  record: ['domain', 'formats'],
  verify: ['domain', 'formats', 'sensors', 'record'],
  proof: ['domain', 'formats', 'sensors', 'verify'],
  reports: ['domain', 'formats', 'record'],
  attest: ['domain'],
  guide: ['domain', 'formats', 'verify', 'proof'],
  scaffold: ['domain', 'formats', 'criteria'],
};

const rooms = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room}-imports-only-${allowed.join('-') || 'nothing'}`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: '\\.(test|engine-test)\\.ts$' },
  to: { path: '^src/', pathNot: [`^src/${room}/`, ...allowed.map((name) => `^src/${name}/`)] },
}));

const byIndex = {
  name: 'another-room-is-entered-by-its-index',
  severity: 'error',
  from: { path: '^src/([^/]+)/', pathNot: '\\.(test|engine-test)\\.ts$' },
  to: {
    path: '^src/[^/]+/',
    pathNot: [
      '^src/$1/',
      '^src/[^/]+/index\\.ts$',
      '^src/formats/[^/]+/index\\.ts$',
      '^src/reports/lint/index\\.ts$',
      '^src/(checks|sensors)/static(-compose)?\\.ts$',
      '^src/engines/(file-ports|code-cache)\\.ts$',
    ],
  },
};

module.exports = {
  forbidden: [
    ...rooms,
    byIndex,
    { name: 'no-cycles', severity: 'error', from: { path: '^src' }, to: { circular: true } },
    {
      name: 'a-check-imports-the-kit-and-its-kind',
      severity: 'error',
      from: { path: '^src/checks/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/checks/kit\\.ts$',
          '^src/checks/$1/',
          '^src/formats/index\\.ts$',
          '^src/formats/[^/]+/index\\.ts$',
          '^src/domain/index\\.ts$',
        ],
      },
    },
    {
      name: 'the-kit-imports-domain-formats-versions',
      severity: 'error',
      from: { path: '^src/checks/kit\\.ts$' },
      to: { path: '^src/', pathNot: ['^src/(domain|formats|versions)/', '^src/checks/schemas\\.ts$'] },
    },
    {
      name: 'only-engines-meet-the-world',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/engines/', '\\.(test|engine-test)\\.ts$'] },
      to: { path: '^(node:)?(fs|net|http|https|tls|dgram|child_process)(/|$)' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.(test|engine-test)\\.ts$' },
      to: { path: '^(test|scripts|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts'] },
  },
};
