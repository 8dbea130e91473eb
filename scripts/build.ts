// `npm run build [-- --no-types] [-- --out DIR]`: bundles the CLI (one file and its start, no runtime dependencies), the reaper and the library (lazy chunks), and writes the type declarations.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { argv, execPath } from 'node:process';
import { build, type BuildOptions, type Plugin } from 'esbuild';

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

// one file, and CommonJS: what V8 compiled of it can be kept, which Node 20 cannot do for modules
const program = await build({
  ...common,
  entryPoints: { program: 'src/cli/bin.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'programUrl' },
  supported: { 'dynamic-import': false }, // becomes `require`: compiled code that was kept can import nothing
  banner: { js: "const programUrl = require('node:url').pathToFileURL(__filename).href;" },
});
const digest = createHash('sha256')
  .update(readFileSync(join(outdir, 'program.cjs')))
  .digest('hex')
  .slice(0, 16);
const start = await build({
  ...common,
  entryPoints: { start: 'src/cli/launch.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { PROGRAM_DIGEST: JSON.stringify(digest), 'import.meta.dirname': '__dirname' },
});
// modules that import others take long to start: this one imports as little as it can
writeFileSync(
  join(outdir, 'cli.js'),
  "#!/usr/bin/env node\nimport { createRequire } from 'node:module';\ncreateRequire(import.meta.url)('./start.cjs');\n",
);
const library = await build({
  ...common,
  entryPoints: { reaper: 'src/engines/reaper-main.ts', index: 'src/index.ts' },
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
});
chmodSync(join(outdir, 'cli.js'), 0o755);
if (!argv.includes('--no-types') && named < 0) {
  execFileSync(execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.types.json')], {
    stdio: 'inherit',
  });
}
writeFileSync(
  join(outdir, 'THIRD_PARTY.md'),
  thirdParty([program, start, library].flatMap(({ metafile }) => Object.keys(metafile.inputs))),
);

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
