import type { ImageFile } from '../../../domain/index.ts';
import { parentOf, within } from '../../../formats/index.ts';
import type { ImageSeen } from './image-seen.ts';

/** Something that is loaded by name, and where it stands. */
export interface Loaded {
  readonly name: string;
  readonly paths: readonly string[];
}

const LONGEST = 20_000; // characters of code that are read

/** What a program given on the command line loads: modules, and files by their whole path. */
export function loadedBy(language: 'python' | 'node', code: string, image: ImageSeen): readonly Loaded[] {
  const text = code.slice(0, LONGEST);
  const names = language === 'python' ? pythonImports(text) : nodeImports(text);
  const modules = names.map((name) => (language === 'python' ? pythonModule(name, image) : nodeModule(name, image)));
  const files = [...text.matchAll(/['"`](\/[^'"`\s]{1,300})['"`]/g)].map(([, path = '']) => fileAt(path, image));
  return [...modules, ...files];
}

/** Variables of the environment that the code asks for. */
export function variablesIn(code: string): readonly string[] {
  const asked = /(?:environ(?:\.get\(|\[)\s*|getenv\(\s*|process\.env\[)['"](\w+)['"]|process\.env\.(\w+)/g;
  return [...code.slice(0, LONGEST).matchAll(asked)].flatMap(([, quoted, bare]) => quoted ?? bare ?? []);
}

function fileAt(path: string, image: ImageSeen): Loaded {
  const file = image.there(path);
  return { name: path, paths: file ? [file.path] : [] };
}

function pythonImports(code: string): readonly string[] {
  const names: string[] = [];
  for (const statement of code.split(/[;\n]/)) {
    for (const [, name = ''] of statement.matchAll(/^\s*from\s+([\w.]+)\s+import\b/g)) names.push(name);
    for (const [, list = ''] of statement.matchAll(/(?:^|:)\s*import\s+([\w.,\s]+)$/g))
      names.push(...list.split(',').map((one) => one.trim().replace(/\s.*/s, '')));
  }
  for (const [, name = ''] of code.matchAll(/(?:import_module|__import__|find_spec)\(\s*['"]([\w.]+)['"]/g))
    names.push(name);
  return [...new Set(names)].filter((name) => /^\w/.test(name));
}

/** Every place that a Python module of that name could be loaded from. */
export function pythonModule(name: string, image: ImageSeen): Loaded {
  const own = (image.env['PYTHONPATH'] ?? '').split(':').filter((it) => it !== '');
  const roots = [...new Set([image.workdir, ...own, ...libraries(image.files)])];
  const paths = roots.flatMap((root) => {
    const base = within(root, name.replaceAll('.', '/'));
    const folder = image.there(base);
    const files = [`${base}.py`, `${base}.pyc`].flatMap((path) => image.there(path)?.path ?? []);
    return [...(folder?.type === 'directory' ? [folder.path] : []), ...files, ...extensions(base, image.files)];
  });
  return { name, paths: [...new Set(paths)] };
}

function libraries(files: readonly ImageFile[]): readonly string[] {
  return files
    .filter(({ path, type }) => type === 'directory' && /\/(?:site-packages|dist-packages|python3\.\d+)$/.test(path))
    .map(({ path }) => path);
}

/** Compiled modules carry their ABI in their name: `fast.cpython-311-x86_64-linux-gnu.so`. */
function extensions(base: string, files: readonly ImageFile[]): readonly string[] {
  const folder = parentOf(base);
  return files
    .filter(({ path }) => path.startsWith(`${base}.`) && path.endsWith('.so') && parentOf(path) === folder)
    .map(({ path }) => path);
}

function nodeImports(code: string): readonly string[] {
  const names = [
    ...code.matchAll(/(?:\brequire(?:\.resolve)?\(|\bimport\(|\bfrom\s|\bimport\s)\s*['"`]([^'"`\s]{1,300})['"`]/g),
  ];
  return [...new Set(names.map(([, name = '']) => name))];
}

function nodeModule(name: string, image: ImageSeen): Loaded {
  if (/^[./]/.test(name)) {
    const found = ['', '.js', '.cjs', '.mjs', '.json'].flatMap((ending) => image.there(name + ending)?.path ?? []);
    return { name, paths: found.slice(0, 1) };
  }
  const folder = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  return { name: folder, paths: nodePackage(folder, image) };
}

/** Every folder that Node would take a package of that name from, and those for all users. */
export function nodePackage(name: string, image: ImageSeen): readonly string[] {
  const roots: string[] = (image.env['NODE_PATH'] ?? '').split(':').filter((it) => it !== '');
  for (let at = image.workdir; ; at = parentOf(at)) {
    roots.push(within(at, 'node_modules'));
    if (at === '/') break;
  }
  return [...new Set(roots.flatMap((root) => image.there(within(root, name))?.path ?? []))];
}
