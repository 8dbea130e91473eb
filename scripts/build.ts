// `npm run build [-- --no-types] [-- --out DIR]`: bundles the CLI (a program for all, one for `lint`, and their start; no runtime dependencies), the reaper and the library (lazy chunks), and writes the type declarations.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { argv, execPath } from 'node:process';
import { keepPublic } from './public-types.ts';
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const named = argv.indexOf('--out');
const outdir = resolve(named < 0 ? join(root, 'dist') : (argv[named + 1] ?? ''));
rmSync(outdir, { recursive: true, force: true });

/** Messages are in English: the other forty languages of the schema library would be read at each start. */
const onlyEnglish: Plugin = {
  name: 'only-english',
  setup: (bundling) =>
    bundling.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    })),
};

const common = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // names stay as they are: a report of a bug has to tell where it is, and keeping them otherwise costs a twentieth of a start
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // its ES modules: the CommonJS ones that Node would be given call `require`
  alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
  metafile: true,
  plugins: [onlyEnglish],
  logLevel: 'warning',
} as const satisfies BuildOptions;

// each one file, and CommonJS: what V8 compiled of it can be kept, which Node 20 cannot do for modules
const programs = await build({
  ...common,
  entryPoints: { program: 'src/cli/program.ts', lint: 'src/cli/lint-program.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'programUrl' },
  supported: { 'dynamic-import': false }, // becomes `require`: compiled code that was kept can import nothing
  banner: { js: "const programUrl = require('node:url').pathToFileURL(__filename).href;" },
});
const digestOf = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(outdir, `${name}.cjs`)))
    .digest('hex')
    .slice(0, 16);
const digests = Object.fromEntries(['program', 'lint'].map((name) => [name, digestOf(name)]));
// what is called is CommonJS too: a start as a module takes ten milliseconds more
const start = await build({
  ...common,
  entryPoints: { cli: 'src/cli/launch.ts' },
  format: 'cjs',
  banner: { js: '#!/usr/bin/env node' },
  define: { PROGRAM_DIGESTS: JSON.stringify(digests), 'import.meta.dirname': '__dirname' },
});
chmodSync(join(outdir, 'cli.js'), 0o755);
const library = await build({
  ...common,
  entryPoints: { reaper: 'src/engines/reaper-main.ts', index: 'src/index.ts' },
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
});
writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
writeFileSync(join(outdir, 'index.js'), required('index.mjs', library));
if (!argv.includes('--no-types') && named < 0) {
  execFileSync(execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.types.json')], {
    stdio: 'inherit',
  });
  keepPublic(join(outdir, 'types'));
  writeFileSync(join(outdir, 'types/package.json'), '{ "type": "module" }\n');
}
writeFileSync(
  join(outdir, 'THIRD_PARTY.md'),
  thirdParty([programs, start, library].flatMap(({ metafile }) => Object.keys(metafile.inputs))),
);

/** The library for those who `require` it; its names stand where no code runs, since importers of CommonJS find them by reading. */
function required(name: string, { metafile }: BuildResult<{ metafile: true }>): string {
  const [, made] = Object.entries(metafile.outputs).find(([path]) => path.endsWith(`/${name}`)) ?? [];
  return `module.exports = require('./${name}');\n0 && (module.exports = { ${made?.exports.join(', ') ?? ''} });\n`;
}

/** The licences of what is bundled, and of nothing else. */
function thirdParty(inputs: readonly string[]): string {
  const names = inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const entries = [...new Set(names)].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version: string;
      license: string;
    };
    return `## ${name} ${version} (${license})\n\n${licenceText(folder)}\n`;
  });
  return `# What is bundled\n\n${entries.join('\n')}`;
}

function licenceText(folder: string): string {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE']) {
    try {
      const text = readFileSync(join(folder, name), 'utf8');
      return `\`\`\`\n${text.trim()}\n\`\`\``;
    } catch {
      // another spelling, or none: the licence's name above stands
    }
  }
  return '';
}
