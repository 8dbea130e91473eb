import type { Step } from '../../../formats/index.ts';
import { type Falsehood, isInverted, layered, reasonOf, reasonOfOutput, type Wanted, without } from './falsehood.ts';
import type { ImageSeen } from './image-seen.ts';
import { variablesIn } from './modules.ts';
import { isTest, testedPaths } from './tests.ts';

/** Worlds around the files: another user, a variable less, no network, a program less, and what must not be there. */
export function around(step: Step, image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  return [
    ...otherUser(step, image, wanted),
    ...lessVariables(step, image, wanted),
    ...noNetwork(step, wanted),
    ...lessProgram(step, image, wanted),
    ...forbidden(step, image, wanted),
  ];
}

function otherUser(step: Step, { user }: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  const others = step.words.slice(1).some(({ text }) => !text.startsWith('-'));
  if ((step.name !== 'whoami' && step.name !== 'id') || others) return [];
  const isRoot = /^(?:root|0)?(?::|$)/.test(user);
  return [
    {
      title: isRoot ? 'user 65534 instead of root' : 'root instead of the user',
      reason: reasonOfOutput(step, wanted),
      change: { user: isRoot ? '65534:65534' : '0' },
    },
  ];
}

const NEEDED = new Set(['PATH', 'HOME', 'PWD', 'LD_LIBRARY_PATH']);

function lessVariables(step: Step, { env }: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  const prints = step.name === 'echo' || step.name === 'printf';
  const texts = step.words.slice(1).map(({ text }) => text);
  const asked =
    step.name === 'printenv'
      ? texts.filter((text) => !text.startsWith('-'))
      : isTest(step) || prints
        ? step.words.flatMap(({ variables }) => variables)
        : texts.flatMap(variablesIn);
  return [...new Set(asked)]
    .filter((name) => Object.hasOwn(env, name) && !NEEDED.has(name))
    .map((name) => ({
      title: `no variable ${name}`,
      reason: prints ? reasonOfOutput(step, wanted) : reasonOf(step, wanted),
      change: { env: { [name]: null } },
    }));
}

const CALLERS = new Set(['curl', 'wget', 'nc', 'ncat', 'ping', 'getent', 'nslookup', 'dig', 'host']);
const HERE = /^(?:[a-z]+:\/\/)?(?:localhost|127\.|\[::1\]|0\.0\.0\.0)/i;

function noNetwork(step: Step, wanted: Wanted): readonly Falsehood[] {
  const places = step.words
    .slice(1)
    .filter(({ text }) => !text.startsWith('-') && /[.:/]|^[a-z][a-z0-9-]+$/i.test(text));
  const isLocal = step.name === 'getent' && !/hosts/i.test(step.words[1]?.text ?? '');
  if (!CALLERS.has(step.name) || isLocal || places.length === 0 || isInverted(step, wanted)) return [];
  if (places.every(({ text }) => HERE.test(text))) return [];
  return [{ title: 'no network', reason: reasonOf(step, wanted), change: { network: 'none' } }];
}

/** Programs that only carry what others say. */
const PLUMBING = new Set(
  'echo printf true false : test [ [[ grep egrep fgrep zgrep rg sed awk cut tr wc head tail sort uniq xargs tee cat ls find cd set export exit return sleep read local env for case select function mkdir rm touch'.split(
    ' ',
  ),
);
const ASKS_THE_PROGRAM = /^(?:--?version|-v|-V|-vV|version|--help|-h|help)$/;

/** The program itself is gone: what `tool --version` and `command -v tool` ask for. Of anything else it says little. */
function lessProgram(step: Step, image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  const [program, ...rest] = step.words;
  if (isInverted(step, wanted)) return [];
  const sought = soughtPrograms(step);
  if (sought)
    return sought.flatMap((name) => {
      const paths = image.programs(name);
      return paths.length > 0 ? [gone(name, without(paths, image), step, wanted)] : [];
    });
  if (!program?.known || program.text === '' || PLUMBING.has(step.name)) return [];
  const own = image.there(program.text);
  const paths = program.text.includes('/') ? (own ? [own.path] : []) : image.programs(program.text);
  if (paths.length === 0) return [];
  const isAsked = rest.length === 0 || rest.some(({ text }) => ASKS_THE_PROGRAM.test(text));
  return [{ ...gone(program.text, without(paths, image), step, wanted), ...(isAsked ? {} : { weak: true as const }) }];
}

function gone(name: string, change: Falsehood['change'], step: Step, wanted: Wanted): Falsehood {
  return { title: `no program ${name}`, reason: reasonOf(step, wanted), change };
}

/** What `command -v`, `which` and their like look for. */
function soughtPrograms({ name, words }: Step): readonly string[] | null {
  const rest = words.slice(1);
  if (name === 'command' && !/^-[vV]$/.test(rest[0]?.text ?? '')) return null;
  if (!/^(?:command|which|type|hash)$/.test(name)) return null;
  return rest.flatMap(({ text, known }) => (known && /^[\w.+-]+$/.test(text) && !text.startsWith('-') ? [text] : []));
}

/** What must not be there is: `test ! -e F`, `! which gcc`, `! ls F`. */
function forbidden(step: Step, image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  const planted = (path: string, operator: string): Falsehood => ({
    title: `${path} is there`,
    reason: reasonOf(step, wanted),
    change: layered([plantFor(path, operator)]),
  });
  const inverted = isInverted(step, wanted);
  if (isTest(step))
    return testedPaths(step)
      .filter(({ word, negated }) => negated !== inverted && !image.there(word.text))
      .map(({ word, operator }) => planted(image.placeOf(word.text), operator));
  if (!inverted) return [];
  if (step.name === 'ls' || step.name === 'stat')
    return step.words
      .slice(1)
      .filter(({ text, known, quoted }) => known && !text.startsWith('-') && (quoted || !/[*?[]/.test(text)))
      .filter(({ text }) => !image.there(text))
      .map(({ text }) => planted(image.placeOf(text), 'e'));
  const [folder = '/usr/bin'] = image.path;
  return (soughtPrograms(step) ?? [])
    .filter((name) => image.programs(name).length === 0)
    .map((name) => planted(`${folder === '/' ? '' : folder}/${name}`, 'x'));
}

function plantFor(path: string, operator: string) {
  if (operator === 'd') return { path, type: 'directory' as const, mode: 0o755 };
  if (operator === 'L' || operator === 'h') return { path, type: 'symlink' as const, linkTarget: '/' };
  return { path, type: 'file' as const, mode: operator === 'x' ? 0o755 : 0o644, text: operator === 's' ? 'x\n' : '' };
}
