import type { ComposeDisagreement, ComposeFacts, Ports } from '../../domain/index.ts';
import { digestOf, isSecretVariable, maskSecrets } from '../../formats/index.ts';
import { differencesOf, type ModelDifference } from '../../formats/compose/index.ts';
import { askClient, type ClientAnswer, clientEnvironment } from './client.ts';
import { modelOfPrinted, type Read, readTexts, unsetFacts } from './load.ts';
import { problemOf } from './problems.ts';
import type { ComposeSource } from './source.ts';

type AgreementPorts = Pick<Ports, 'engine' | 'env' | 'files' | 'processes' | 'signal' | 'cache' | 'onEvent'>;

/** Compares our model with that of the engine's client; a difference is told, and given. Asks once for each project of a run. */
export function disagreementOf(ports: AgreementPorts, source: ComposeSource): Promise<ComposeDisagreement | null> {
  if (!ports.engine || ports.engine.info.compose === null || source.files.length === 0) return Promise.resolve(null);
  const { memory } = ports.cache;
  const texts = source.files.map((file) => ports.files.readText(ports.files.resolve(source.folder, file)));
  const key = `compose agreement ${digestOf({ source, texts })}`;
  const known = memory?.get(key) as Promise<ComposeDisagreement | null> | undefined; // nobody else has such keys
  const asked = known ?? compare(ports, source);
  memory?.set(key, asked);
  return asked;
}

async function compare(ports: AgreementPorts, source: ComposeSource): Promise<ComposeDisagreement | null> {
  const client = ports.engine?.info.compose ?? '';
  const answer = await askClient(ports, source);
  if (answer === null) return null;
  if (answer.status === 'silent') {
    ports.onEvent({
      kind: 'warning',
      message: `Compose ${client} could not be asked whether it reads ${source.files.join(', ')} as we do: ${answer.why}`,
      remedy: 'Run `docker compose config` to see what it says.',
    });
    return null;
  }
  const ours = readTexts(ports, source, clientEnvironment(ports, source));
  const differences = toldDifferences(ours, answer);
  if (differences.length === 0) return null;
  ports.onEvent(warningOf(client, source, differences));
  return { client, differences, theirs: await theirsOf(ports, source, ours, answer) };
}

type Answered = Exclude<ClientAnswer, { readonly status: 'silent' }>;

const LOADS = 'it loads';

function toldDifferences({ facts, printed, reached }: Read, answer: Answered): ComposeDisagreement['differences'] {
  const [problem] = facts.problems;
  if (answer.status === 'refused')
    return problem ? [] : [{ path: '', ours: LOADS, theirs: `it is refused: ${maskSecrets(answer.message)}` }];
  if (problem) return [{ path: '', ours: `it is refused: ${maskSecrets(problem.message)}`, theirs: LOADS }];
  const unset = (list: ComposeFacts['unset']) => list.map(({ name }) => name).sort();
  const names = { ours: unset(facts.unset), theirs: unset(unsetFacts(answer.said, reached)) };
  const ofUnset =
    names.ours.join() === names.theirs.join()
      ? []
      : [{ path: 'variables that nothing sets', ours: listed(names.ours), theirs: listed(names.theirs) }];
  return [...differencesOf(printed, answer.printed).map(told), ...ofUnset];
}

const listed = (names: readonly string[]): string => names.join(', ') || 'none';

const LONGEST = 120;

function told({ path, ours, theirs }: ModelDifference): ComposeDisagreement['differences'][number] {
  const name = path.at(-1) ?? '';
  const shown = (value: unknown): string => {
    if (value === undefined) return 'nothing';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (typeof value === 'string' && isSecretVariable(name, value)) return '(a secret)';
    const masked = maskSecrets(text);
    return masked.length > LONGEST ? `${masked.slice(0, LONGEST)}…` : masked;
  };
  return { path: path.join('.'), ours: shown(ours), theirs: shown(theirs) };
}

const MOST_TOLD = 3;

function warningOf(client: string, { files }: ComposeSource, differences: ComposeDisagreement['differences']) {
  const shown = differences
    .slice(0, MOST_TOLD)
    .map(({ path, ours, theirs }) => `${path === '' ? 'the project' : path}: ours ${ours}, theirs ${theirs}`);
  const more = differences.length - shown.length;
  return {
    kind: 'warning',
    message: `Compose ${client} reads ${files.join(', ')} otherwise than we do. ${shown.join('; ')}${more > 0 ? `; ${more} more` : ''}`,
    remedy:
      'Criteria that would be judged otherwise by its model are inconclusive. Write the place so that every release reads it alike, bring Compose up to date, or report it as a fault of Tickproof.',
  } as const;
}

async function theirsOf(
  ports: AgreementPorts,
  source: ComposeSource,
  read: Read,
  answer: Answered,
): Promise<ComposeDisagreement['theirs']> {
  const { texts, named } = read.reached;
  const unset = unsetFacts(answer.said, read.reached);
  if (answer.status === 'refused')
    return { model: null, unset, problems: [problemOf({ message: answer.message, at: null }, texts, named)] };
  return { model: await modelOfPrinted(ports, source, read, answer.printed), unset, problems: [] };
}
