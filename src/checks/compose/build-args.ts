import type { ParsedDockerfile } from '../../domain/index.ts';
import { assignmentsOf } from '../../formats/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { servicesOf, withBuild } from './built.ts';
import { at, type ComposeService, eachServiceMutant, isVerdict, lineIn, loaded, serviceExample } from './shared.ts';

/** What the builder takes without an ARG. */
const BUILTIN = /^(?:(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:TARGET|BUILD)\w+)$/i;

function declaredIn({ instructions }: ParsedDockerfile): ReadonlySet<string> {
  const all = instructions.flatMap((it) => [it, ...(it.inner ? [it.inner] : [])]);
  return new Set(
    all.filter(({ keyword }) => keyword === 'ARG').flatMap((it) => assignmentsOf(it).map(({ name }) => name)),
  );
}

/** The names under `build.args`, in either way of writing them. */
function argsOf({ raw }: ComposeService): readonly string[] {
  const args = at(raw, 'build', 'args');
  if (Array.isArray(args)) return args.map((it) => String(it).split('=', 1)[0] ?? '');
  return typeof args === 'object' && args !== null ? Object.keys(args) : [];
}

export default defineCheck({
  id: 'compose/build-args',
  version: 1,
  title: 'Every build argument of a service is declared in its Dockerfile',
  why: 'A build argument without an ARG is dropped with a warning: the image is built as if nothing had been given.',
  remedy: 'Declare `ARG NAME` in the stage that uses it, mend the name, or take it out of `build.args`.',
  references: ['https://docs.docker.com/reference/compose-file/build/#args'],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'dockerfile.file', 'dockerfile.source'],
  reasons: ['arg-undeclared'],
  lint: { severity: 'warning', profile: 'default' },
  example: {
    ...serviceExample('web', { build: { context: '.', args: { VERSION: '22' } } }),
    dockerfile: 'ARG VERSION=20\nFROM node:${VERSION}\n',
  },
  mutants: [],
  mutantsFor: ({ compose, dockerfile }) =>
    eachServiceMutant(
      compose,
      'arg-undeclared',
      'an argument that no ARG declares',
      (service) => withBuild(service, { args: { TICKPROOF_MISSING: '1' } }),
      (service, model) => servicesOf(model, dockerfile).includes(service),
    ),

  judge: ({ compose, dockerfile }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const declared = declaredIn(dockerfile.source);
    const given = dockerfile.file.present
      ? servicesOf(model, dockerfile).flatMap((service) => argsOf(service).map((arg) => ({ service, arg })))
      : [];
    return passUnless(
      given
        .filter(({ arg }) => !declared.has(arg) && !BUILTIN.test(arg))
        .map(({ service, arg }) => {
          const line = lineIn(model, service, 'build', 'args', arg);
          return finding(
            'arg-undeclared',
            `${service.name} gives \`${arg}\`, which its Dockerfile does not declare`,
            line,
          );
        }),
      given.map(({ service, arg }) => seen.value(`build argument of ${service.name}`, arg)),
      'no service gives a build argument to this Dockerfile',
    );
  },
});
