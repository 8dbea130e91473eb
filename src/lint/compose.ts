import type {
  AnyCheck,
  Atom,
  ComposeFacts,
  ComposeGap,
  ComposeModel,
  DockerfileFacts,
  LintFinding,
  Place,
  SeenFacts,
} from '../domain/index.ts';
import { ownComments } from '../formats/lint-pragmas/index.ts';
import { arranged, findingsOf } from './findings.ts';
import type { LintPlan, LintRule } from './plan.ts';

/** What a compose check may read here: the project's own texts and model. */
const READ: readonly Atom[] = [
  'compose.files',
  'compose.comments',
  'compose.texts',
  'compose.problems',
  'compose.unset',
  'compose.model',
];
/** What only checks that are made for files read here: others know more of it elsewhere. */
const READ_BY_RULES: readonly Atom[] = ['compose.references'];

/**
 * Everything that the plan's checks object to in one file of a project, less what its comments switch off. `built` are the
 * Dockerfiles that its services are built from: checks that hold both together are asked for each. Pure.
 */
export function lintCompose(
  plan: LintPlan,
  compose: ComposeFacts,
  file: string,
  built: readonly DockerfileFacts[] = [],
): readonly LintFinding[] {
  const top: Place = { file, startLine: 1, endLine: 1 };
  const rules = plan.rules.filter(({ check }) => isOfTexts(check)).flatMap(asked);
  const own = placedIn(compose, file);
  const worlds = built.map((dockerfile): SeenFacts => ({ compose: own, dockerfile }));
  const found = rules
    .flatMap((rule) =>
      (isOfBoth(rule.check) ? worlds : [{ compose: own }]).flatMap((facts) => findingsOf(rule, facts, top)),
    )
    .filter((it) => it.at.file === file && !isOfGap(it, own));
  const ignores = ownComments(compose.comments.filter(({ at }) => at.file === file));
  const kept = found.filter(
    (it) =>
      !ignores.some(
        ({ ids, holds }) => holds(it.at.startLine) && [it.id, ...it.aliases].some((id) => ids.includes(id)),
      ),
  );
  return arranged(kept, plan);
}

/** Checks that object to what is nowhere, at a place that is not around it. */
const OF_ABSENCE: ReadonlySet<string> = new Set([
  'compose/build-secrets',
  'compose/healthy-image',
  'compose/host-gateway',
  'compose/mount-over-install',
  'compose/project-name',
  'compose/resources-used',
]);

/** The keys on the way to what a service says. */
const INSIDE = 3;

/** Whether something is missed that may only have been left out, with a key that nobody knows. */
function isOfGap({ id, at, message }: LintFinding, { model, texts = [] }: ComposeFacts): boolean {
  const gaps = model?.gaps ?? [];
  if (!model || gaps.length === 0) return false;
  const isHere = (place: Place | null | undefined): boolean =>
    place?.startOffset !== undefined && place.startOffset === at.startOffset && place.endOffset === at.endOffset;
  const isAround = ({ path }: ComposeGap): boolean =>
    isHere(model.services.find(({ name }) => path[0] === 'services' && path[1] === name)?.at) ||
    path.some((_, length) => length >= INSIDE && isHere(model.placeOf?.(path.slice(0, length))?.at));
  if (gaps.some(isAround)) return true;
  if (!OF_ABSENCE.has(id)) return false;
  const written = texts.find(({ file }) => file === at.file)?.text.slice(at.startOffset, at.endOffset) ?? '';
  return gaps.some(({ path: [kind, name], text }) => {
    if (kind?.startsWith('x-')) return false; // what takes it from there has a gap of its own
    const isKnown = kind !== 'services' || model.services.some((service) => service.name === name);
    return name === undefined || !isKnown || message.split(/[\s:]/).includes(name) || text.includes(written);
  });
}

/** What a file extends or includes is found where it does so: it is the only file that is shown. */
function placedIn(compose: ComposeFacts, file: string): ComposeFacts {
  const { model, files } = compose;
  const isOwn = (at: Place): boolean => files.includes(at.file);
  const problems = compose.problems.map((it) => {
    if (isOwn(it.at)) return it;
    const { at, message, via = [] } = it;
    const top: Place = { file, startLine: 1, endLine: 1 };
    const place = `${at.file}:${at.startLine}${at.startColumn === undefined ? '' : `:${at.startColumn}`}`;
    return { ...it, at: via.find(isOwn) ?? top, message: `${place}: ${message}` };
  });
  if (!model?.placeOf) return { ...compose, problems };
  const placeOf: ComposeModel['placeOf'] = (path) => {
    const found = model.placeOf?.(path) ?? null;
    if (!found || isOwn(found.at)) return found;
    const at = found.via.find(isOwn);
    return at ? { ...found, at } : null;
  };
  return { ...compose, problems, model: { ...model, placeOf } };
}

/** A rule as it is asked: one of the strict profile may ask a part of itself always. */
function asked(rule: LintRule): readonly LintRule[] {
  if (!rule.onRequest) return [rule];
  const always = rule.check.lint?.always;
  return always ? [{ ...rule, params: { ...(rule.params as object), ...always } }] : []; // a plan's parameters are objects
}

const isOfDockerfile = (atom: Atom): boolean => atom.startsWith('dockerfile.');

function isOfTexts({ id, reads, lint }: AnyCheck): boolean {
  const isOfRule = (atom: Atom): boolean => isOfDockerfile(atom) || READ_BY_RULES.includes(atom);
  const isRead = (atom: Atom): boolean => READ.includes(atom) || (lint !== undefined && isOfRule(atom));
  return id.startsWith('compose/') && (reads as readonly Atom[]).every(isRead);
}

function isOfBoth({ reads }: AnyCheck): boolean {
  return (reads as readonly Atom[]).some(isOfDockerfile);
}
