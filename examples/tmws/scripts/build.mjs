// Assembles dist/: exactly what lies under /app in the image. One bundle for the service, one for the health check,
// the native SQLite addon for this platform, and an account of the packages inside the bundles.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const NATIVE = ['@photostructure/sqlite', 'node-gyp-build']; // addons are found beside their own files, so these stay packages
const own = JSON.parse(await readFile('package.json', 'utf8'));

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/server.ts', 'src/healthcheck.ts'],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minify: true,
  keepNames: true,
  legalComments: 'none', // THIRD-PARTY-NOTICES.txt has them
  external: NATIVE,
  // some dependencies are CommonJS and call `require` for Node's own modules
  banner: { js: "import{createRequire as __tmwsRequire}from'node:module';const require=__tmwsRequire(import.meta.url);" },
  metafile: true,
  logLevel: 'warning',
});

const packages = await Promise.all([...packagesIn(metafile), ...NATIVE.map((name) => join('node_modules', name))].sort().map(describe));
await Promise.all([
  copyNative(),
  writeFile('dist/package.json', json(runtimeManifest())),
  writeFile('dist/sbom.cdx.json', json(sbom(packages))),
  writeFile('dist/THIRD-PARTY-NOTICES.txt', packages.map(notice).join(`\n${'-'.repeat(80)}\n\n`)),
]);

/** The folders of the packages that really gave bytes to a bundle. */
function packagesIn({ outputs }) {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const folders = files
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(folders)];
}

async function describe(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const texts = await Promise.all(['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE'].map((file) => readFile(join(folder, file), 'utf8').catch(() => undefined)));
  return { name, version, license, text: texts.find((text) => text !== undefined) ?? `License: ${license}\n` };
}

function notice({ name, version, text }) {
  return `${name} ${version}\n\n${text.trim()}\n`;
}

/** CycloneDX: scanners that see only a bundle would see none of these. */
function sbom(packages) {
  const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': purl(own), name: own.name, version: own.version, purl: purl(own) } },
    components: packages.map(({ name, version, license }) => ({
      type: 'library',
      'bom-ref': purl({ name, version }),
      name,
      version,
      purl: purl({ name, version }),
      ...(license ? { licenses: [{ license: { id: license } }] } : {}),
    })),
  };
}

/** The package's record in the image. What went into the bundles is no dependency any more: the SBOM has it. */
function runtimeManifest() {
  const { name, version, description, license, type, engines } = own;
  const dependencies = { [NATIVE[0]]: own.dependencies[NATIVE[0]] };
  return { name, version, description, license, private: true, type, engines, main: 'server.js', dependencies };
}

async function copyNative() {
  const libc = process.report.getReport().header.glibcVersionRuntime || process.platform !== 'linux' ? 'glibc' : 'musl';
  const sqlite = join('node_modules', NATIVE[0]);
  const addon = join('prebuilds', `${process.platform}-${process.arch}`, `@photostructure+sqlite.${libc}.node`);
  const gyp = join('node_modules', NATIVE[1]);
  const loader = ['package.json', 'LICENSE', 'index.js', 'node-gyp-build.js'].map((file) => join(gyp, file));
  for (const file of [...['package.json', 'LICENSE', 'dist/index.mjs', addon].map((file) => join(sqlite, file)), ...loader]) {
    const to = join('dist', file);
    await mkdir(dirname(to), { recursive: true });
    await cp(file, to);
  }
  // the map that its last line names is not shipped
  const entry = join('dist', sqlite, 'dist/index.mjs');
  await writeFile(entry, (await readFile(entry, 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
