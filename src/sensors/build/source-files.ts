type Comment = (words: string) => string;

const slashes: Comment = (words) => `\n// ${words}\n`;
const hash: Comment = (words) => `\n# ${words}\n`;
const dashes: Comment = (words) => `\n-- ${words}\n`;
const starred: Comment = (words) => `\n/* ${words} */\n`;
const marked: Comment = (words) => `\n<!-- ${words} -->\n`;

const COMMENTS: readonly (readonly [comment: Comment, extensions: readonly string[]])[] = [
  [slashes, ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs', 'jsx', 'go', 'rs', 'java', 'kt', 'kts', 'scala', 'groovy']],
  [slashes, ['c', 'h', 'cc', 'cpp', 'hpp', 'cs', 'swift', 'dart', 'zig', 'php']],
  [hash, ['py', 'pyi', 'rb', 'pl', 'sh', 'bash', 'ex', 'exs', 'r', 'jl']],
  [dashes, ['lua', 'hs', 'elm', 'sql']],
  [starred, ['css', 'scss', 'less']],
  [marked, ['html', 'htm', 'vue', 'svelte']],
];

function commentOf(path: string): Comment | null {
  const extension = /\.([a-z\d]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return COMMENTS.find(([, extensions]) => extensions.includes(extension))?.[0] ?? null;
}

/** A comment in the file's own language, to be put at its end. */
export function commentFor(path: string, words: string): string {
  return commentOf(path)?.(words) ?? '\n';
}

/** What dependencies are declared in, and what configures tools: a change there may well install again. */
const DECLARES =
  /(?:^|\/)(?:setup\.py|conftest\.py|package(?:-lock)?\.json|build\.gradle\.kts|settings\.gradle\.kts|build\.rs|mix\.exs|Package\.swift|[^/]*\.config\.\w+|\.[^/]+)$|\.gemspec$/;
const NOT_OWN = /(?:^|\/)(?:node_modules|vendor|third_party|\.yarn|patches|prisma)\//;
const HELPER =
  /(?:^|\/)(?:tests?|spec|__tests__|scripts?|tools?|bin|docs?|examples?|migrations?|hack|ci)\/|[._](?:test|spec)\.\w+$/;
const HOME = /^(?:.*\/)?(?:src|app|lib|cmd|internal|pkg|server|api|web|client|service|services)\//;

/** Whether a path is the application's own program text. */
export function isApplicationSource(path: string): boolean {
  return commentOf(path) !== null && !DECLARES.test(path) && !NOT_OWN.test(path);
}

/** Smaller is likelier to be what people change every day. */
export function rankOf(path: string): number {
  const helper = HELPER.test(path) ? 4 : 0;
  const text = /\.(?:css|scss|less|html?|sql|sh|bash)$/.test(path) ? 2 : 0;
  return helper + text + (HOME.test(path) ? 0 : 1);
}
